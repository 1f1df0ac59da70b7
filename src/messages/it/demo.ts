/** What the demo says, in Italian: exact lines to type, exact fields to fill, as the programs name them. */
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
      ? "Un server Jabber è in funzione su questo computer, e solo per esso."
      : `La demo è già in funzione (processo ${facts.earlier}). Ecco come connettersi.`,
    `  Due persone, che si conoscono\n${accountLines(facts, "password:")}`,
    ...facts.apps.map((app) => APPS[app](facts)),
    [...ends(facts)].join("\n"),
  );

function* ends({ apps, home, program, client, client_tls, https, earlier }: DemoFacts): Generator<string> {
  yield `  Browser: https://localhost:${https} (avvisa del certificato: continua)`;
  yield `  Qualsiasi app: localhost, porta ${client} (STARTTLS) o ${client_tls} (TLS diretto)`;
  if (apps.length < DEMO_APPS.length) yield `  Profanity, Gajim, Dino: ${program} demo --all`;
  yield `  Tutto si conserva in ${home}`;
  yield earlier === undefined
    ? `  Ctrl-C la ferma. Per un server vero: ${program} setup`
    : `  Per fermarla: Ctrl-C dove è stata avviata, oppure  kill ${earlier}`;
}

const APPS: Readonly<Record<DemoApp, (facts: DemoFacts) => string>> = {
  profanity: ({ client }) => `\
  Profanity, in due terminali (ognuno chiede la password):
${profanityLines(client, "alice")}

${profanityLines(client, "bob")}
    poi, da alice:   /msg bob@localhost Ciao!`,

  gajim: (facts) => `\
  Gajim: aggiungi un account
    Indirizzo           alice@localhost
    Password            alice${gajimPort(facts)}
    Certificato         questo server si è fatto il suo: spunta la casella che
                        lo aggiunge ai certificati fidati, poi Accedi`,

  dino: (facts) =>
    facts.client === DEFAULT_PORT
      ? `\
  Dino: configura un account
    JID                 alice@localhost
    Password            alice
    Certificato         Dino accetta solo quello di cui si fida questo computer;
                        su Debian e Ubuntu, prima:
${trustLines(facts)}
                        e, finita la prova, per tornare indietro:
${distrustLines}`
      : `  Dino conosce solo la porta ${DEFAULT_PORT}, che su questo computer è occupata.`,
};

const gajimPort = ({ client }: DemoFacts): string =>
  client === DEFAULT_PORT ? "" : `\n    Impostaz. avanzate  Nome host localhost, Porta ${client}, Tipo START TLS`;
