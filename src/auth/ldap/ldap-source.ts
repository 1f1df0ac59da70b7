/** A directory: a password is right where a simple bind with it succeeds (RFC 4513 §5.1.3), inside of TLS. */
import { isIP } from "node:net";
import { connect, type TLSSocket } from "node:tls";
import type { Logger } from "../../log.ts";
import type { PasswordSource, Verdict } from "../password-source.ts";
import { bindRequest, resultCodeIn, UNBIND } from "./bind-message.ts";

export interface LdapSourceDeps {
  /** ldaps://HOST or ldaps://HOST:PORT. */
  readonly url: string;
  /** The distinguished name of an account, with {name} for its localpart. */
  readonly dn: string;
  /** PEM of the roots to trust; undefined for the usual ones. */
  readonly roots: readonly string[] | undefined;
  /** How long an answer may take, in milliseconds. */
  readonly timeout: number;
  readonly log: Pick<Logger, "warn">;
}

const PORT = 636;
/** Connections at once. */
const MAX_BINDS = 50;
const MAX_ANSWER_BYTES = 65_536;
const MAX_PASSWORD_BYTES = 4096;

/** RFC 4511 §4.1.9: invalidCredentials, and noSuchObject, which some say of a name that they do not have. */
const WRONG: ReadonlySet<number> = new Set([49, 32]);

/** RFC 4514 §2.4: what has a meaning in a distinguished name stands as its bytes in hexadecimal. */
const escaped = (name: string): string =>
  name.replace(/[,+"\\<>;=#\s\0]/g, (sign) => [...Buffer.from(sign)].map(hexadecimal).join(""));
const hexadecimal = (byte: number): string => `\\${byte.toString(16).padStart(2, "0")}`;

export function openLdapSource({ url, dn, roots, timeout, log }: LdapSourceDeps): PasswordSource {
  const { hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, "");
  const open = new Set<TLSSocket>();

  /** The result code of the directory. Rejects where there is none in time. */
  const bind = (name: string, password: Uint8Array): Promise<number> =>
    new Promise((resolve, reject) => {
      const servername = isIP(host) > 0 ? {} : { servername: host };
      const ca = roots ? { ca: [...roots] } : {};
      const socket = connect({ host, port: Number(port) || PORT, ...servername, ...ca });
      const timer = setTimeout(() => socket.destroy(new Error("it does not answer")), timeout);
      let read = Buffer.alloc(0);
      open.add(socket);
      socket.once("secureConnect", () => {
        const request = bindRequest(name, password);
        password.fill(0);
        socket.write(request, () => request.fill(0));
      });
      socket.on("data", (chunk: Buffer) => {
        read = Buffer.concat([read, chunk]);
        try {
          const code = resultCodeIn(read);
          if (code === undefined && read.length > MAX_ANSWER_BYTES) throw new Error("its answer is too long");
          if (code === undefined) return;
          resolve(code);
          socket.end(UNBIND);
        } catch (error) {
          socket.destroy(error as Error);
        }
      });
      socket.on("error", reject);
      socket.once("close", () => {
        clearTimeout(timer);
        open.delete(socket);
        reject(new Error("it has closed the connection"));
      });
    });

  const verify = async (name: string, password: string): Promise<Verdict> => {
    // §5.1.2: without a password it would be nobody who signs in, and succeed.
    const bytes = Buffer.from(password);
    if (bytes.length === 0 || bytes.length > MAX_PASSWORD_BYTES) return "wrong";
    if (open.size >= MAX_BINDS) return "unavailable";
    try {
      const code = await bind(
        dn.replaceAll("{name}", () => escaped(name)),
        bytes,
      );
      if (code === 0) return "proven";
      if (!WRONG.has(code)) log.warn({ event: "ldap-refused", url, code });
      return WRONG.has(code) ? "wrong" : "unavailable";
    } catch (error) {
      log.warn({ event: "ldap-failed", url, why: error instanceof Error ? error.message : String(error) });
      return "unavailable";
    }
  };

  return {
    name: "ldap",
    verify,
    // Without the password there is nothing that could be asked; it is asked for again before long (auth.recheck).
    admits: async () => "proven",
    passwordMark: () => undefined,
    stop: () => {
      for (const socket of open) socket.destroy();
    },
  };
}
