/** Lines of the demo that are the same in every language. */

export interface DemoFacts {
  readonly people: readonly { readonly jid: string; readonly password: string }[];
  readonly home: string;
  /** How this program is called. */
  readonly program: string;
  /** The file of the certificate that the server has made for itself. */
  readonly certificate: string;
  readonly client: number;
  readonly client_tls: number;
}

/** Where a client looks that finds no SRV record: then an address and a password are all that it needs. */
export const DEFAULT_PORT = 5222;

export const accountLines = ({ people }: DemoFacts, passwordWord: string): string =>
  people.map(({ jid, password }) => `    ${jid.padEnd(18)} ${passwordWord} ${password}`).join("\n");

export const profanityLines = (port: number, name: string): string =>
  `    profanity\n    /connect ${name}@localhost server 127.0.0.1 port ${port} tls trust`;

/** Dino cannot be told of a port, and has no button to accept a certificate. */
export const trustLines = ({ certificate }: DemoFacts): string => `\
    sudo cp '${certificate}' \\
      /usr/local/share/ca-certificates/jabber-home-demo.crt
    sudo update-ca-certificates`;
