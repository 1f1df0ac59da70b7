/** What the demo says, in Dutch: exact lines to type, exact fields to fill, as the programs name them. */
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
import type { demo as en } from "../en/demo.ts";

export const demo: typeof en = (facts) =>
  inParts(
    facts.earlier === undefined
      ? "Er draait een Jabber-server op deze computer, alleen voor deze computer."
      : `De demo draait al (proces ${facts.earlier}). Zo maak je er verbinding mee.`,
    `  Twee mensen, die elkaar kennen\n${accountLines(facts, "wachtwoord")}`,
    ...facts.apps.map((app) => APPS[app](facts)),
    [...ends(facts)].join("\n"),
  );

function* ends({ apps, home, program, client, client_tls, https, earlier }: DemoFacts): Generator<string> {
  yield `  Browser: https://localhost:${https} (die waarschuwt voor het certificaat: ga door)`;
  yield `  Elke app: server localhost, poort ${client} (STARTTLS) of ${client_tls} (directe TLS)`;
  if (apps.length < DEMO_APPS.length) yield `  Profanity, Gajim, Dino: ${program} demo --all`;
  yield `  Alles wordt bewaard in ${home}`;
  yield earlier === undefined
    ? `  Ctrl-C stopt de demo. Voor een echte server: ${program} setup`
    : `  Stoppen: Ctrl-C waar de demo is gestart, of  kill ${earlier}`;
}

const APPS: Readonly<Record<DemoApp, (facts: DemoFacts) => string>> = {
  profanity: ({ client }) => `\
  Profanity, in twee terminals (elk vraagt naar het wachtwoord):
${profanityLines(client, "alice")}

${profanityLines(client, "bob")}
    dan, als alice:   /msg bob@localhost Hallo!`,

  gajim: (facts) => `\
  Gajim: voeg een account toe
    Adres               alice@localhost
    Wachtwoord          alice${gajimPort(facts)}
    Certificaat         deze server heeft zijn eigen gemaakt: vink “Add to
                        Trusted Certificates” aan, en log dan in`,

  dino: (facts) =>
    facts.client === DEFAULT_PORT
      ? `\
  Dino: stel een account in
    JID                 alice@localhost
    Wachtwoord          alice
    Certificaat         Dino neemt er alleen een dat deze computer vertrouwt;
                        op Debian en Ubuntu eerst:
${trustLines(facts)}
                        en, als je genoeg hebt gezien, om dat terug te draaien:
${distrustLines}`
      : `  Dino kent alleen poort ${DEFAULT_PORT}, en die is op deze computer bezet.`,
};

const gajimPort = ({ client }: DemoFacts): string =>
  client === DEFAULT_PORT ? "" : `\n    Geavanceerd         Hostnaam localhost, Poort ${client}, Type START TLS`;
