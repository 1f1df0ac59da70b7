/** ejabberd.yml for one run: Debian's, on loopback, without shapers, with the archive as its documentation recommends. */
import type { NetworkHost } from "../network/network-host.ts";
import { roomsOf } from "./peer.ts";

export interface ConfigurationOptions {
  readonly domain: string;
  /** A file with the leaf and its key. */
  readonly certificate: string;
  readonly storage: "sql" | "mnesia";
  /** The SQLite file. */
  readonly database: string;
  readonly starttls: number;
  readonly direct: number;
  /** The port of HTTPS, and the folder of uploaded files. */
  readonly web: { readonly port: number; readonly files: string } | undefined;
  readonly networkHost: NetworkHost | undefined;
}

/** As in Debian's configuration, with the path of mod_bosh as there. */
const httpListener = (port: number): string => `  -
    port: ${port}
    ip: "127.0.0.1"
    module: ejabberd_http
    tls: true
    protocol_options: 'TLS_OPTIONS'
    request_handlers:
      /bosh: mod_bosh
      /upload: mod_http_upload
      /ws: ejabberd_http_ws
`;

/** Files of 200 MiB, since its default of 100 MB is less than what is measured. */
const webModules = ({ port, files }: { readonly port: number; readonly files: string }): string => `  mod_bosh: {}
  mod_http_upload:
    put_url: "https://@HOST@:${port}/upload"
    docroot: "${files}"
    max_size: 209715200
`;

const MODULES = `mod_adhoc mod_admin_extra mod_avatar mod_blocking mod_caps mod_carboncopy mod_client_state mod_configure mod_disco
mod_fail2ban mod_http_api mod_last mod_offline mod_ping mod_privacy mod_private mod_push mod_push_keepalive
mod_shared_roster mod_sic mod_vcard_xupdate mod_version mod_muc_admin`;

/** mod_s2s_dialback is in Debian's configuration; without it, only certificates authenticate servers. */
const serverModules = (networkHost: NetworkHost | undefined): string[] =>
  networkHost?.method.authentication === "external" ? [] : ["mod_s2s_dialback"];

/** Another ejabberd_s2s_in for TLS from the first byte (XEP-0368). */
const listeners = ({ address, ports }: NetworkHost): string => `  -
    port: ${ports.starttls}
    ip: "${address}"
    module: ejabberd_s2s_in
    max_stanza_size: 524288
  -
    port: ${ports.direct}
    ip: "${address}"
    module: ejabberd_s2s_in
    max_stanza_size: 524288
    tls: true
`;

/** A short retry delay after a failed connection: by default it bounces everything for up to five minutes. */
const federation = ({ root }: NetworkHost): string => `s2s_use_starttls: required
s2s_max_retry_delay: 1
s2s_cafile: "${root}"
ca_file: "${root}"
`;

export function configuration(options: ConfigurationOptions): string {
  const { domain, certificate, storage, database, starttls, direct, web, networkHost } = options;
  const plain = [...MODULES.split(/\s+/), ...serverModules(networkHost)].map((name) => `  ${name}: {}`);
  const sql = `sql_type: sqlite\nsql_database: "${database}"\nauth_method: sql\ndefault_db: sql`;
  return `loglevel: info
log_rotate_count: 0
hosts: ["${domain}"]
certfiles: ["${certificate}"]
define_macro:
  'TLS_CIPHERS': "HIGH:!aNULL:!eNULL:!3DES:@STRENGTH"
  'TLS_OPTIONS': ["no_sslv3", "no_tlsv1", "no_tlsv1_1", "cipher_server_preference", "no_compression"]
c2s_ciphers: 'TLS_CIPHERS'
c2s_protocol_options: 'TLS_OPTIONS'
listen:
  -
    port: ${starttls}
    ip: "127.0.0.1"
    module: ejabberd_c2s
    max_stanza_size: 262144
    access: c2s
    starttls_required: true
    protocol_options: 'TLS_OPTIONS'
  -
    port: ${direct}
    ip: "127.0.0.1"
    module: ejabberd_c2s
    max_stanza_size: 262144
    access: c2s
    tls: true
    protocol_options: 'TLS_OPTIONS'
${web ? httpListener(web.port) : ""}${networkHost ? listeners(networkHost) + federation(networkHost) : ""}disable_sasl_mechanisms: ["digest-md5", "X-OAUTH2"]
auth_password_format: scram
${storage === "sql" ? sql : "auth_method: mnesia\ndefault_db: mnesia"}
acl:
  local:
    user_regexp: ""
access_rules:
  local:
    allow: local
  c2s:
    allow: all
  pubsub_createnode:
    allow: local
shaper_rules:
  max_user_sessions: 10
  max_user_offline_messages: 5000
modules:
${plain.join("\n")}
${web ? webModules(web) : ""}  mod_mam:
    assume_mam_usage: true
    default: always
  mod_muc:
    host: "${roomsOf(domain)}"
    max_users: 1000
    default_room_options:
      mam: true
      max_users: 1000
  mod_pres_counter:
    count: 1000
    interval: 60
  mod_pubsub:
    access_createnode: pubsub_createnode
    plugins: [flat, pep]
  mod_roster:
    versioning: true
  mod_stream_mgmt:
    resend_on_timeout: if_offline
  mod_vcard:
    search: false
`;
}
