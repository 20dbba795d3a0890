//! Everything listens on 127.0.0.1, and every address is known before the first server starts.

use std::net::{Ipv4Addr, SocketAddr};

use axum::Router;
use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::error::StackError;
use crate::options::Ports;

/// A bound port of one server.
#[derive(Debug)]
pub struct Listener {
    socket: TcpListener,
    address: SocketAddr,
    /// The preferred port, where it was busy.
    pub moved_from: Option<u16>,
}

impl Listener {
    /// Binds the preferred port where it is free and wanted, else any.
    ///
    /// # Errors
    /// [`StackError::Listen`] when no port at all can be had.
    pub async fn bind(ports: Ports, preferred: u16) -> Result<Self, StackError> {
        if ports == Ports::Any {
            return Self::free().await;
        }
        match Self::at(preferred).await {
            Ok(listener) => Ok(listener),
            Err(_) => Ok(Self {
                moved_from: Some(preferred),
                ..Self::free().await?
            }),
        }
    }

    /// Binds any free port.
    ///
    /// # Errors
    /// [`StackError::Listen`] when there is none.
    pub async fn free() -> Result<Self, StackError> {
        Self::at(0).await
    }

    /// `127.0.0.1:PORT`
    pub fn authority(&self) -> String {
        self.address.to_string()
    }

    /// `http://127.0.0.1:PORT`
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The port.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Serves until the set of tasks is dropped.
    pub fn serve(self, tasks: &mut JoinSet<()>, router: Router) {
        // Nagle's algorithm together with delayed acknowledgement costs 40 ms an answer
        let socket = self.socket.tap_io(|stream| drop(stream.set_nodelay(true)));
        tasks.spawn(async move { drop(axum::serve(socket, router).await) });
    }

    async fn at(port: u16) -> Result<Self, StackError> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let listen = |source| StackError::Listen { address, source };
        let socket = TcpListener::bind(address).await.map_err(listen)?;
        let address = socket.local_addr().map_err(listen)?;
        Ok(Self {
            socket,
            address,
            moved_from: None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Listener, Ports};

    #[tokio::test]
    async fn a_busy_port_is_left_alone() {
        let first = Listener::free().await.unwrap();
        let second = Listener::bind(Ports::Preferred, first.port())
            .await
            .unwrap();
        assert_eq!(second.moved_from, Some(first.port()));
        assert_ne!(second.port(), first.port());
        assert!(second.url().starts_with("http://127.0.0.1:"));
    }
}
