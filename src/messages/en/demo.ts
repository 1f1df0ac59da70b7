/** What the demo says, in English: exact lines to type, exact fields to fill, as the programs name them. */
import { accountLines, DEFAULT_PORT, type DemoFacts, profanityLines, trustLines } from "../demo-lines.ts";

export const demo = (facts: DemoFacts): string => `
A Jabber server runs on this computer, for this computer only.

  Two people
${accountLines(facts, "password")}

  Profanity, in two terminals (each asks for the password):
${profanityLines(facts.client, "alice")}

${profanityLines(facts.client, "bob")}

    then, as alice:   /msg bob@localhost Hello!

  Gajim: add an account
    Address             alice@localhost
    Password            alice${gajimPort(facts)}
    Certificate         this server made its own: tick
                        "Add to Trusted Certificates", then Log In

${dino(facts)}

  Others
    Server              localhost, port ${facts.client} (STARTTLS) or ${facts.client_tls} (direct TLS)

  Everything is kept in ${facts.home}
  Ctrl-C stops it. For a real server: ${facts.program} setup
`;

const gajimPort = ({ client }: DemoFacts): string =>
  client === DEFAULT_PORT ? "" : `\n    Advanced Settings   Hostname localhost, Port ${client}, Type START TLS`;

const dino = (facts: DemoFacts): string =>
  facts.client === DEFAULT_PORT
    ? `  Dino: set up an account
    JID                 alice@localhost
    Password            alice
    Certificate         Dino takes only one that this computer trusts;
                        on Debian and Ubuntu, first:
${trustLines(facts)}`
    : `  Dino knows only port ${DEFAULT_PORT}, which is taken on this computer.`;
