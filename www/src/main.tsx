import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "roundel/react.css";
import { App } from "./App";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/layout.css";
import "./styles/parts.css";
import "./styles/profile.css";
import "./styles/panels.css";
import "./styles/dialog.css";
import "./styles/feed.css";
import "./styles/states.css";
import "./styles/token.css";

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
