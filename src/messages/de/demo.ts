/** What the demo says, in German: exact lines to type, exact fields to fill, as the programs name them. */
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
      ? "Auf diesem Computer läuft ein Jabber-Server, nur für diesen Computer."
      : `Die Demo läuft schon (Prozess ${facts.earlier}). So verbindest du dich mit ihr.`,
    `  Zwei Personen, die sich kennen\n${accountLines(facts, "Passwort")}`,
    ...facts.apps.map((app) => APPS[app](facts)),
    [...ends(facts)].join("\n"),
  );

function* ends({ apps, home, program, client, client_tls, https, earlier }: DemoFacts): Generator<string> {
  yield `  Browser: https://localhost:${https} (er warnt vor dem Zertifikat: weiter)`;
  yield `  Jede App: Server localhost, Port ${client} (STARTTLS) oder ${client_tls} (TLS)`;
  if (apps.length < DEMO_APPS.length) yield `  Profanity, Gajim, Dino: ${program} demo --all`;
  yield `  Alles liegt in ${home}`;
  yield earlier === undefined
    ? `  Strg-C beendet sie. Für einen echten Server: ${program} setup`
    : `  Strg-C dort, wo sie gestartet wurde, beendet sie; oder: kill ${earlier}`;
}

const APPS: Readonly<Record<DemoApp, (facts: DemoFacts) => string>> = {
  profanity: ({ client }) => `\
  Profanity, in zwei Terminals (jedes fragt nach dem Passwort):
${profanityLines(client, "alice")}

${profanityLines(client, "bob")}
    dann als alice:   /msg bob@localhost Hallo!`,

  gajim: (facts) => `\
  Gajim: ein Konto hinzufügen
    Adresse             alice@localhost
    Passwort            alice${gajimPort(facts)}
    Zertifikat          dieser Server hat sein eigenes: „Zu vertrauenswürdigen
                        Zertifikaten hinzufügen“ ankreuzen, dann Anmelden`,

  dino: (facts) =>
    facts.client === DEFAULT_PORT
      ? `\
  Dino: ein Konto einrichten
    JID                 alice@localhost
    Passwort            alice
    Zertifikat          Dino nimmt nur eines, dem dieser Computer vertraut;
                        auf Debian und Ubuntu zuerst:
${trustLines(facts)}
                        und, wenn du genug gesehen hast, wieder zurück:
${distrustLines}`
      : `  Dino kennt nur Port ${DEFAULT_PORT}, und der ist auf diesem Computer belegt.`,
};

const gajimPort = ({ client }: DemoFacts): string =>
  client === DEFAULT_PORT ? "" : `\n    Erweitert           Rechnername localhost, Port ${client}, Typ START TLS`;
