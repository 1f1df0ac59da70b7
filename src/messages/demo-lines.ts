/** What the demo knows, and lines that are the same in every language. */

export interface DemoFacts {
  readonly people: readonly { readonly jid: string; readonly password: string }[];
  readonly home: string;
  /** How this program is called. */
  readonly program: string;
  /** The file of the certificate that the server has made for itself. */
  readonly certificate: string;
  readonly client: number;
  readonly client_tls: number;
  readonly https: number;
  /** The apps that are explained; with one, it fits a screen of 24 lines. */
  readonly apps: readonly DemoApp[];
  /** The process of the demo that has been started before; undefined where this one has just started. */
  readonly earlier: number | undefined;
}

export const DEMO_APPS = ["profanity", "gajim", "dino"] as const;
export type DemoApp = (typeof DEMO_APPS)[number];

/** The port that clients try without an SRV record: there an address and a password are enough. */
export const DEFAULT_PORT = 5222;

export const accountLines = ({ people }: DemoFacts, passwordWord: string): string =>
  people.map(({ jid, password }) => `    ${jid.padEnd(18)} ${passwordWord} ${password}`).join("\n");

export const profanityLines = (port: number, name: string): string =>
  `    profanity\n    /connect ${name}@localhost server 127.0.0.1 port ${port} tls trust`;

const TRUSTED = "/usr/local/share/ca-certificates/jabber-home-demo.crt";

/** Dino has no setting for the port and no way to accept a certificate. */
export const trustLines = ({ certificate }: DemoFacts): string => `\
    sudo cp '${certificate}' \\
      ${TRUSTED}
    sudo update-ca-certificates`;

/** The opposite of `trustLines`. */
export const distrustLines = `\
    sudo rm ${TRUSTED}
    sudo update-ca-certificates --fresh`;

/** Parts with an empty line between them. */
export const inParts = (...parts: readonly string[]): string => `\n${parts.join("\n\n")}`;
