/** What the demo says, in Spanish: exact lines to type, exact fields to fill, as the programs name them. */
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
      ? "En este ordenador hay un servidor Jabber en marcha, y solo para él."
      : `La demostración ya está en marcha (proceso ${facts.earlier}). Así te conectas a ella.`,
    `  Dos personas, que se conocen\n${accountLines(facts, "contraseña:")}`,
    ...facts.apps.map((app) => APPS[app](facts)),
    [...ends(facts)].join("\n"),
  );

function* ends({ apps, home, program, client, client_tls, https, earlier }: DemoFacts): Generator<string> {
  yield `  Navegador: https://localhost:${https} (avisa por el certificado: continúa)`;
  yield `  Otra aplicación: localhost, puerto ${client} (STARTTLS) o ${client_tls} (TLS directo)`;
  if (apps.length < DEMO_APPS.length) yield `  Profanity, Gajim, Dino: ${program} demo --all`;
  yield `  Todo se guarda en ${home}`;
  yield earlier === undefined
    ? `  Ctrl-C la detiene. Para un servidor de verdad: ${program} setup`
    : `  Para detenerla: Ctrl-C donde se lanzó, o bien  kill ${earlier}`;
}

const APPS: Readonly<Record<DemoApp, (facts: DemoFacts) => string>> = {
  profanity: ({ client }) => `\
  Profanity, en dos terminales (cada una pide la contraseña):
${profanityLines(client, "alice")}

${profanityLines(client, "bob")}
    después, como alice:   /msg bob@localhost ¡Hola!`,

  gajim: (facts) => `\
  Gajim: añade una cuenta
    Dirección           alice@localhost
    Contraseña          alice${gajimPort(facts)}
    Certificado         este servidor ha hecho el suyo: marca
                        «Añadir a certificados de confianza», y después
                        Iniciar sesión`,

  dino: (facts) =>
    facts.client === DEFAULT_PORT
      ? `\
  Dino: configura una cuenta
    JID                 alice@localhost
    Contraseña          alice
    Certificado         Dino solo acepta uno del que se fíe este ordenador;
                        en Debian y Ubuntu, primero:
${trustLines(facts)}
                        y, cuando hayas visto bastante, para deshacerlo:
${distrustLines}`
      : `  Dino solo conoce el puerto ${DEFAULT_PORT}, que en este ordenador está ocupado.`,
};

const gajimPort = ({ client }: DemoFacts): string =>
  client === DEFAULT_PORT
    ? ""
    : `
    Configuraciones     Nombre del host localhost, Puerto ${client},
    avanzadas           Tipo START TLS`;
