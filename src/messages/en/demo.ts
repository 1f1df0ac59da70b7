/** What the demo says, in English: exact lines to type, exact fields to fill, as the programs name them. */
import {
  accountLines,
  DEFAULT_PORT,
  DEMO_APPS,
  type DemoApp,
  type DemoFacts,
  distrustLines,
  inParts,
  profanityLines,
  trustLines,
} from "../demo-lines.ts";

export const demo = (facts: DemoFacts): string =>
  inParts(
    facts.earlier === undefined
      ? "A Jabber server runs on this computer, for this computer only."
      : `The demo runs already (process ${facts.earlier}). This is how to connect to it.`,
    `  Two people, who know each other\n${accountLines(facts, "password")}`,
    ...facts.apps.map((app) => APPS[app](facts)),
    [...ends(facts)].join("\n"),
  );

function* ends({ apps, home, program, client, client_tls, https, earlier }: DemoFacts): Generator<string> {
  yield `  Browser: https://localhost:${https} (it warns of the certificate: go on)`;
  yield `  Any app: server localhost, port ${client} (STARTTLS) or ${client_tls} (direct TLS)`;
  if (apps.length < DEMO_APPS.length) yield `  Profanity, Gajim, Dino: ${program} demo --all`;
  yield `  Everything is kept in ${home}`;
  yield earlier === undefined
    ? `  Ctrl-C stops it. For a real server: ${program} setup`
    : `  Ctrl-C where it was started stops it; so does: kill ${earlier}`;
}

const APPS: Readonly<Record<DemoApp, (facts: DemoFacts) => string>> = {
  profanity: ({ client }) => `\
  Profanity, in two terminals (each asks for the password):
${profanityLines(client, "alice")}

${profanityLines(client, "bob")}
    then, as alice:   /msg bob@localhost Hello!`,

  gajim: (facts) => `\
  Gajim: add an account
    Address             alice@localhost
    Password            alice${gajimPort(facts)}
    Certificate         this server made its own: tick
                        "Add to Trusted Certificates", then Log In`,

  dino: (facts) =>
    facts.client === DEFAULT_PORT
      ? `\
  Dino: set up an account
    JID                 alice@localhost
    Password            alice
    Certificate         Dino takes only one that this computer trusts;
                        on Debian and Ubuntu, first:
${trustLines(facts)}
                        and, when you have seen enough, to take that back:
${distrustLines}`
      : `  Dino knows only port ${DEFAULT_PORT}, which is taken on this computer.`,
};

const gajimPort = ({ client }: DemoFacts): string =>
  client === DEFAULT_PORT ? "" : `\n    Advanced Settings   Hostname localhost, Port ${client}, Type START TLS`;
