// The typed configuration: what a team says of its own Roundel. infra/.env.example explains every name.
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { REPOSITORY } from '../artefacts.js';
import { readEdge, type Edge } from './edge.js';
import { readProfile, type Profile } from './profile.js';
import { readSession, type Session } from './session.js';
import { Settings, type Environment } from './settings.js';

/** Fixed by `crates/avatar`: the lambdas refuse any other. */
export const ORIGINALS_PREFIX = 'avatars/original/';
export const PROCESSED_PREFIX = 'avatars/processed/';
export const ASSETS_PREFIX = 'avatars/';

/** The region of everything that belongs to CloudFront: its certificates, Lambda@Edge, web ACLs and metrics. */
export const EDGE_REGION = 'us-east-1';

export interface Config {
  /** Begins the names of stacks and functions. */
  readonly stage: string;
  /** A stage whose data may go: its buckets are emptied and deleted with it. */
  readonly throwAway: boolean;
  readonly account: string;
  readonly region: string;
  readonly domain: Domain;
  readonly api: Api;
  readonly buckets: { readonly uploads: string; readonly assets: string };
  readonly tokens: { readonly issuer: string; readonly clientIds: readonly string[] };
  /** The one list of origins, for gateway, lambdas, bucket, CDN and edge. */
  readonly origins: readonly string[];
  readonly uploadsPerMinute: string | undefined;
  readonly notifications: { readonly topicName: string; readonly webhook: string | undefined };
  readonly edge: Edge;
  /** Session cookies for CloudFront Functions; `undefined` where there is no key for them. */
  readonly session: Session | undefined;
  /** Profiles and posts; `undefined` where there is no database for them. */
  readonly profile: Profile | undefined;
  readonly days: { readonly originals: number; readonly oldVersions: number; readonly logs: RetentionDays };
  /** How many pictures are worked on at a time. */
  readonly variantsConcurrency: number;
  readonly alarmEmail: string | undefined;
  /** A picture's path; `undefined`: the one that Roundel draws. */
  readonly defaultAvatar: string | undefined;
}

export interface Domain {
  readonly name: string;
  readonly hostedZoneId: string;
  /** The distribution's alias, `assets.<domain>` if nothing else is said. */
  readonly assets: string;
  /** In us-east-1. `undefined`: the stack makes one. */
  readonly certificateArn: string | undefined;
  readonly webAclArn: string | undefined;
}

export interface Api {
  /** A name under the domain; `undefined`: the gateway's own address. */
  readonly name: string | undefined;
  /** In the stack's region. `undefined`: the stack makes one. */
  readonly certificateArn: string | undefined;
  readonly requestsPerSecond: number;
}

/**
 * Reads the whole configuration. `fileNames` are the names that the `.env` file has: what is no setting among them is a mistake.
 * @throws ConfigError with every mistake there is.
 */
export async function readConfig(environment: Environment, fileNames: readonly string[] = []): Promise<Config> {
  const settings = new Settings(environment);
  const domain = readDomain(settings);
  const region = matching(settings, 'AWS_REGION', REGION, 'eu-west-1');
  const tokens = { issuer: readIssuer(settings), clientIds: settings.list('CLIENT_ID') };
  const origins = readOrigins(settings);
  const edge = await readEdge(settings, tokens, origins);
  const api = readApi(settings, domain, region);
  checkWayBack(settings, domain, edge);
  const config: Config = {
    stage: matching(settings, 'STAGE', /^[a-z][a-z0-9-]{0,19}$/, 'production'),
    throwAway: settings.flag('THROW_AWAY'),
    account: matching(settings, 'AWS_ACCOUNT_ID', /^\d{12}$/, '123456789012'),
    region,
    domain,
    api,
    buckets: readBuckets(settings, domain),
    tokens,
    origins,
    uploadsPerMinute: settings.matching('UPLOADS_PER_MINUTE', settings.optional('UPLOADS_PER_MINUTE'), /^([1-9]\d{0,4}|off)$/, '30 or off'),
    notifications: readNotifications(settings),
    edge,
    session: readSession(settings, domain, api, edge),
    profile: readProfile(settings),
    days: {
      originals: settings.whole('ORIGINALS_DAYS', 7, [1, 3650]),
      oldVersions: settings.whole('OLD_VERSIONS_DAYS', 30, [1, 3650]),
      logs: readLogsDays(settings),
    },
    variantsConcurrency: settings.whole('VARIANTS_CONCURRENCY', 20, [2, 1000]),
    alarmEmail: settings.matching('ALARM_EMAIL', settings.optional('ALARM_EMAIL'), /^[^@\s]+@[^@\s]+$/, 'you@example.com'),
    defaultAvatar: readDefaultAvatar(settings),
  };
  readReplaced(settings);
  settings.refuseUnknown(fileNames);
  settings.finish();
  return config;
}

const REGION = /^[a-z]{2}(-[a-z]+)+-\d$/;
const HOST = /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/;
const CERTIFICATE = 'arn:aws:acm:us-east-1:123456789012:certificate/…';

function matching(settings: Settings, name: string, form: RegExp, like: string): string {
  return settings.matching(name, settings.required(name), form, like) ?? '';
}

function readDomain(settings: Settings): Domain {
  const name = matching(settings, 'DOMAIN_NAME', HOST, 'example.com');
  const assets = settings.optional('ASSETS_DOMAIN_NAME') ?? `assets.${name}`;
  if (name && assets !== name && !assets.endsWith(`.${name}`)) settings.problem(`ASSETS_DOMAIN_NAME is ${assets}, which is not under ${name}`);
  return {
    name,
    assets,
    hostedZoneId: matching(settings, 'HOSTED_ZONE_ID', /^Z[A-Z0-9]{1,31}$/, 'Z0123456789ABCDEFGHIJ'),
    certificateArn: certificate(settings, 'CERTIFICATE_ARN', EDGE_REGION),
    webAclArn: settings.matching('WEB_ACL_ARN', settings.optional('WEB_ACL_ARN'), /^arn:aws:wafv2:us-east-1:\d{12}:global\/webacl\/.+$/, 'arn:aws:wafv2:us-east-1:123456789012:global/webacl/…'),
  };
}

/** A certificate's ARN, of this region: CloudFront takes those of us-east-1 alone, a gateway those of its own. */
function certificate(settings: Settings, name: string, region: string): string | undefined {
  const arn = settings.matching(name, settings.optional(name), /^arn:aws:acm:[a-z0-9-]+:\d{12}:certificate\/.+$/, CERTIFICATE);
  const found = arn?.split(':')[3];
  if (found && region && found !== region) settings.problem(`${name} is a certificate in ${found}; it must be in ${region}`);
  return arn;
}

function readApi(settings: Settings, domain: Domain, region: string): Api {
  const name = settings.matching('API_DOMAIN_NAME', settings.optional('API_DOMAIN_NAME'), HOST, 'api.example.com');
  const certificateArn = certificate(settings, 'API_CERTIFICATE_ARN', region);
  if (name && !name.endsWith(`.${domain.name}`)) settings.problem(`API_DOMAIN_NAME is ${name}, which is not under ${domain.name}`);
  if (name && name === domain.assets) settings.problem(`API_DOMAIN_NAME and ASSETS_DOMAIN_NAME are both ${name}`);
  if (!name && certificateArn) settings.problem('API_CERTIFICATE_ARN is there without API_DOMAIN_NAME');
  return { name, certificateArn, requestsPerSecond: settings.whole('API_REQUESTS_PER_SECOND', 100, [1, 10_000]) };
}

function readBuckets(settings: Settings, domain: Domain): Config['buckets'] {
  const uploads = bucketName(settings, 'UPLOADS_BUCKET_NAME', settings.required('UPLOADS_BUCKET_NAME'));
  const assets = bucketName(settings, 'ASSETS_BUCKET_NAME', settings.optional('ASSETS_BUCKET_NAME') ?? domain.assets);
  if (uploads && uploads === assets) settings.problem(`UPLOADS_BUCKET_NAME and ASSETS_BUCKET_NAME are both ${uploads}: variants would be originals again`);
  return { uploads, assets };
}

function bucketName(settings: Settings, name: string, value: string): string {
  if (value.includes('..')) settings.problem(`${name} has two dots in a row`);
  return settings.matching(name, value, /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'example-uploads') ?? '';
}

/** As the lambdas read it: an issuer, or a user pool, whose id begins with its region. */
function readIssuer(settings: Settings): string {
  const issuer = settings.optional('TOKEN_ISSUER');
  const pool = settings.optional('USER_POOL_ID');
  if (!issuer && !pool) settings.problem('TOKEN_ISSUER or USER_POOL_ID is missing');
  settings.matching('TOKEN_ISSUER', issuer, /^https:\/\/[!-~]+$/, 'https://issuer.example.com');
  settings.matching('USER_POOL_ID', pool, /^[a-z]{2}(-[a-z]+)+-\d_[A-Za-z0-9]+$/, 'eu-west-1_AbCdEf123');
  const ofPool = pool && `https://cognito-idp.${pool.split('_')[0]}.amazonaws.com/${pool}`;
  if (issuer && ofPool && issuer !== ofPool) settings.problem(`TOKEN_ISSUER is ${issuer}, but USER_POOL_ID means ${ofPool}`);
  return issuer ?? ofPool ?? '';
}

/** Scheme and authority alone, as `AllowedOrigins` of crates/avatar has them; of pages that are deployed, so https. */
function readOrigins(settings: Settings): readonly string[] {
  const origins = settings.list('CORS_ALLOW_ORIGIN').map((origin) => origin.replace(/\/$/, ''));
  for (const origin of origins) {
    if (/^http:\/\/(127\.0\.0\.1|localhost)(:\d+)?$/.test(origin)) continue; // somebody's own machine
    if (origin.startsWith('http://')) settings.problem(`CORS_ALLOW_ORIGIN has ${origin}, which is not https`);
    else if (!origin.startsWith('https://')) settings.problem(`CORS_ALLOW_ORIGIN has ${origin} without a scheme: write https://${origin}`);
    else settings.matching('CORS_ALLOW_ORIGIN', origin, /^https:\/\/[a-z0-9.-]+(:\d+)?$/, 'https://www.example.com');
  }
  return origins;
}

/** CloudWatch Logs keeps for these alone. */
function readLogsDays(settings: Settings): RetentionDays {
  const days = settings.whole('LOGS_DAYS', 30, [1, 3653]);
  if (!(days in RetentionDays)) settings.problem(`LOGS_DAYS is ${days}; CloudWatch Logs keeps for 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365 days and some more`);
  return days;
}

function readNotifications(settings: Settings): Config['notifications'] {
  const webhook = settings.optional('THUMBING_WEBHOOK_URL');
  if (webhook?.startsWith('http://')) settings.problem(`THUMBING_WEBHOOK_URL is ${webhook}: only https keeps others from reading or sending notifications`);
  else settings.matching('THUMBING_WEBHOOK_URL', webhook, /^https:\/\/[a-z0-9.-]+(:\d+)?\/[!-~]*$/, 'https://api.example.com/webhooks/avatar');
  return { topicName: matching(settings, 'THUMBING_TOPIC_NAME', /^[A-Za-z0-9_-]{1,256}$/, 'roundel-avatars'), webhook };
}

/** Who has signed in comes back to the distribution. */
function checkWayBack(settings: Settings, domain: Domain, { document }: Edge): void {
  const back = document.signIn?.returnOrigin;
  if (back && back !== `https://${domain.assets}`) settings.problem(`EDGE_CONFIG: signIn.returnOrigin is ${back}, but the distribution is https://${domain.assets}`);
}

function readDefaultAvatar(settings: Settings): string | undefined {
  const file = settings.optional('DEFAULT_AVATAR');
  const path = file && resolve(REPOSITORY, file);
  if (path && !existsSync(path)) settings.problem(`DEFAULT_AVATAR: ${path} is not there`);
  return path;
}

/** Folders of the system that Roundel replaces: one inside the other would make the lambda its own input. */
function readReplaced(settings: Settings): void {
  const folder = (name: string) => `${settings.optional(name)?.replace(/\/$/, '') ?? ''}/`;
  const [input, output] = [folder('THUMBING_S3_FOLDER_INPUT'), folder('THUMBING_S3_FOLDER_OUTPUT')];
  if (input !== '/' && output !== '/' && (input.startsWith(output) || output.startsWith(input))) {
    settings.problem(`THUMBING_S3_FOLDER_INPUT (${input}) and THUMBING_S3_FOLDER_OUTPUT (${output}) overlap`);
  }
  settings.fixed('THUMBING_S3_FOLDER_INPUT', ORIGINALS_PREFIX.slice(0, -1));
  settings.fixed('THUMBING_S3_FOLDER_OUTPUT', PROCESSED_PREFIX.slice(0, -1));
}
