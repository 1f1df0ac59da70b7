/** Web servers in front of ours, configured by the lines of docs/web.md. */
import { readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join, resolve } from "node:path";
import { handOnLines, type WebServer } from "../../../src/certificate/hand-on.ts";
import { selfIssued } from "../../../src/certificate/self-issued.ts";
import { DAY } from "../../../src/clock.ts";
import { folderIn } from "../peers/peer.ts";
import { type RunningProgram, startProgram } from "../process/started.ts";

const DOCUMENT = resolve(import.meta.dir, "../../../docs/web.md");
/** What stands in the document for what a person has: the name, the web server's certificate, the ports of ours. */
const NAME = "chat.example.com";
const FILES = `/etc/letsencrypt/live/${NAME}`;
const BACKENDS = ["127.0.0.1:5280", "127.0.0.1:5080"];

export interface ReverseProxy {
  readonly name: string;
  readonly program: string;
  /** Those of the document; undefined where they are not there. */
  readonly lines: (document: string) => string | undefined;
  /** The command, for a configuration in `folder` that has `lines` in it. */
  readonly configure: (place: Place, lines: string) => readonly string[];
}

interface Place {
  readonly folder: string;
  readonly port: number;
}

/** A block of code in this language. */
const blockIn = (document: string, language: string): string | undefined =>
  new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\`$`, "m").exec(document)?.[1];

/** The lines by which it hands on, which stand in the document's list. */
function handOnIn(document: string, webServer: WebServer): string | undefined {
  const lines = handOnLines(webServer, "example.com", 5080);
  return document.includes(lines.map((line) => `  ${line}\n`).join("")) ? lines.join("\n") : undefined;
}

const write = (folder: string, name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

const NGINX = "/usr/sbin/nginx";

function nginxCommand(folder: string, server: string): readonly string[] {
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (kind) => `${kind}_temp_path ${folder}/${kind};`,
  );
  // Debian's compresses pages.
  const http = `http { access_log off; gzip on; ${temporary.join(" ")}\n${server}\n}`;
  const file = write(folder, "nginx.conf", `pid ${folder}/pid;\nevents {}\n${http}\n`);
  return [NGINX, "-p", folder, "-e", "stderr", "-c", file, "-g", "daemon off; master_process off;"];
}

const nginx: ReverseProxy = {
  name: "nginx",
  program: NGINX,
  lines: (document) => blockIn(document, "nginx"),
  configure: ({ folder, port }, lines) =>
    nginxCommand(folder, lines.replace("listen 443 ssl", `listen 127.0.0.1:${port} ssl`)),
};

const APACHE = "/usr/sbin/apache2";
const APACHE_MODULES = [
  ...["mpm_event", "authz_core", "ssl", "socache_shmcb", "proxy", "proxy_http", "alias", "env"],
  // Debian's compresses pages.
  ...["filter", "deflate"],
];

function apacheCommand(folder: string, port: number, site: string): readonly string[] {
  const text = [
    ...APACHE_MODULES.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`),
    `ServerRoot ${folder}\nDefaultRuntimeDir ${folder}\nPidFile ${folder}/pid\nErrorLog "|/bin/cat"`,
    // As root it wants another user for its processes.
    "AddOutputFilterByType DEFLATE text/html",
    `User www-data\nGroup www-data\nServerName localhost\nListen 127.0.0.1:${port}`,
    site,
  ];
  return [APACHE, "-DFOREGROUND", "-f", write(folder, "apache.conf", `${text.join("\n")}\n`)];
}

const apache: ReverseProxy = {
  name: "Apache",
  program: APACHE,
  lines: (document) => blockIn(document, "apache"),
  configure: ({ folder, port }, lines) => apacheCommand(folder, port, lines.replace("*:443", `127.0.0.1:${port}`)),
};

const CADDY = "/usr/bin/caddy";

function caddyCommand(folder: string, site: string): readonly string[] {
  const file = write(folder, "Caddyfile", `{\n admin off\n auto_https off\n}\n${site}\n`);
  return [CADDY, "run", "--adapter", "caddyfile", "--config", file];
}

const caddy: ReverseProxy = {
  name: "Caddy",
  program: CADDY,
  lines: (document) => blockIn(document, "caddy"),
  configure: ({ folder, port }, lines) => {
    const site = lines.replace("localhost {", `https://localhost:${port} {\n bind 127.0.0.1\n tls chain.pem key.pem`);
    return caddyCommand(folder, site);
  },
};

export const REVERSE_PROXIES = [nginx, apache, caddy] as const;

/** The same on port 80: they hand on the certificate authority's visits, by the lines that setup shows, and send others to HTTPS. */
export const ON_PORT_80: readonly ReverseProxy[] = [
  {
    ...nginx,
    lines: (document) => handOnIn(document, "nginx"),
    configure: ({ folder, port }, line) =>
      nginxCommand(folder, `server { listen 127.0.0.1:${port}; ${line} location / { return 301 https://$host/; } }`),
  },
  {
    ...apache,
    lines: (document) => handOnIn(document, "apache"),
    configure: ({ folder, port }, line) =>
      apacheCommand(folder, port, `<VirtualHost *:${port}>\n${line}\nRedirect / https://localhost/\n</VirtualHost>`),
  },
  {
    ...caddy,
    lines: (document) => handOnIn(document, "caddy"),
    configure: ({ folder, port }, site) =>
      caddyCommand(folder, site.replace("http://example.com {", `http://:${port} {\n bind 127.0.0.1`)),
  },
];

/** The lines of the document, for the domain localhost and ours at this port. Throws where they are not there. */
function linesFor(proxy: ReverseProxy, folder: string, backend: number): string {
  const lines = proxy.lines(readFileSync(DOCUMENT, "utf8"));
  if (lines === undefined) throw new Error(`docs/web.md has no lines for ${proxy.name}`);
  return BACKENDS.reduce((text, each) => text.replaceAll(each, `127.0.0.1:${backend}`), lines)
    .replaceAll(`${FILES}/fullchain.pem`, join(folder, "chain.pem"))
    .replaceAll(`${FILES}/privkey.pem`, join(folder, "key.pem"))
    .replaceAll(NAME, "localhost");
}

/** Starts it; resolves when it accepts connections, rejects with its output when it ends. Disposing ends it. */
export async function startReverseProxy(
  proxy: ReverseProxy,
  parent: string,
  { port, backend }: { readonly port: number; readonly backend: number },
): Promise<RunningProgram> {
  const folder = folderIn(parent, proxy.name);
  const now = Date.now();
  const { chainPem, keyPem } = selfIssued({ names: ["localhost"], notBefore: now - DAY, notAfter: now + DAY });
  write(folder, "chain.pem", chainPem);
  write(folder, "key.pem", keyPem);
  const running = startProgram(proxy.configure({ folder, port }, linesFor(proxy, folder, backend)), { cwd: folder });
  let hasEnded = false;
  void running.exited.then(() => {
    hasEnded = true;
  });
  while (!(await accepts(port))) {
    if (hasEnded) throw new Error(`${proxy.name} ended: ${running.output()}`);
    await Bun.sleep(20);
  }
  return running;
}

function accepts(port: number): Promise<boolean> {
  const { promise, resolve: found } = Promise.withResolvers<boolean>();
  const socket = connect({ host: "127.0.0.1", port });
  socket.once("connect", () => found(true));
  socket.once("error", () => found(false));
  return promise.finally(() => socket.destroy());
}
