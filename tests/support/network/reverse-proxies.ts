/** Web servers in front of ours, configured by the lines of docs/web.md. */
import { readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join, resolve } from "node:path";
import { selfIssued } from "../../../src/certificate/self-issued.ts";
import { DAY } from "../../../src/clock.ts";
import { folderIn } from "../peers/peer.ts";
import { startProgram } from "../process/started.ts";

const DOCUMENT = resolve(import.meta.dir, "../../../docs/web.md");
/** What stands in the document for what a person has: the name, and the web server's certificate. */
const NAME = "chat.example.com";
const FILES = `/etc/letsencrypt/live/${NAME}`;
const BACKEND = "127.0.0.1:5280";

export interface ReverseProxy {
  readonly name: string;
  readonly program: string;
  /** The command, for a configuration in `folder` that has `lines` of the document in it. */
  readonly configure: (place: Place, lines: string) => readonly string[];
  /** The language of its block in the document. */
  readonly block: string;
}

interface Place {
  readonly folder: string;
  readonly port: number;
}

const write = (folder: string, name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

const nginx: ReverseProxy = {
  name: "nginx",
  program: "/usr/sbin/nginx",
  block: "nginx",
  configure: ({ folder, port }, lines) => {
    const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
      (kind) => `${kind}_temp_path ${folder}/${kind};`,
    );
    const site = lines.replace("listen 443 ssl", `listen 127.0.0.1:${port} ssl`);
    const http = `http { access_log off; ${temporary.join(" ")}\n${site}\n}`;
    const file = write(folder, "nginx.conf", `pid ${folder}/pid;\nevents {}\n${http}\n`);
    return [nginx.program, "-p", folder, "-e", "stderr", "-c", file, "-g", "daemon off; master_process off;"];
  },
};

const APACHE_MODULES = ["mpm_event", "authz_core", "ssl", "socache_shmcb", "proxy", "proxy_http"];

const apache: ReverseProxy = {
  name: "Apache",
  program: "/usr/sbin/apache2",
  block: "apache",
  configure: ({ folder, port }, lines) => {
    const text = [
      ...APACHE_MODULES.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`),
      `ServerRoot ${folder}\nDefaultRuntimeDir ${folder}\nPidFile ${folder}/pid\nErrorLog "|/bin/cat"`,
      // As root it wants another user for its processes.
      `User www-data\nGroup www-data\nServerName localhost\nListen 127.0.0.1:${port}`,
      lines.replace("*:443", `127.0.0.1:${port}`),
    ];
    return [apache.program, "-DFOREGROUND", "-f", write(folder, "apache.conf", `${text.join("\n")}\n`)];
  },
};

const caddy: ReverseProxy = {
  name: "Caddy",
  program: "/usr/bin/caddy",
  block: "caddy",
  configure: ({ folder, port }, lines) => {
    const site = lines.replace("localhost {", `https://localhost:${port} {\n bind 127.0.0.1\n tls chain.pem key.pem`);
    const file = write(folder, "Caddyfile", `{\n admin off\n auto_https off\n}\n${site}\n`);
    return [caddy.program, "run", "--adapter", "caddyfile", "--config", file];
  },
};

export const REVERSE_PROXIES = [nginx, apache, caddy] as const;

/** The lines of the document, for the domain localhost and a backend at this port. Throws where they are not there. */
function linesFor({ block }: ReverseProxy, folder: string, backend: number): string {
  const [, lines] = new RegExp(`^\`\`\`${block}\n([\\s\\S]*?)^\`\`\`$`, "m").exec(readFileSync(DOCUMENT, "utf8")) ?? [];
  if (lines === undefined) throw new Error(`docs/web.md has no lines for ${block}`);
  return lines
    .replaceAll(`${FILES}/fullchain.pem`, join(folder, "chain.pem"))
    .replaceAll(`${FILES}/privkey.pem`, join(folder, "key.pem"))
    .replaceAll(NAME, "localhost")
    .replaceAll(BACKEND, `127.0.0.1:${backend}`);
}

/** Starts it; resolves when it accepts connections, rejects with its output when it ends. Disposing ends it. */
export async function startReverseProxy(proxy: ReverseProxy, parent: string, port: number, backend: number) {
  const folder = folderIn(parent, proxy.block);
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
