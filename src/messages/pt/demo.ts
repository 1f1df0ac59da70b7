/** What the demo says, in Portuguese: exact lines to type, exact fields to fill, as the programs name them. */
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
      ? "Um servidor Jabber está a funcionar neste computador, e só para ele."
      : `A demonstração já está a funcionar (processo ${facts.earlier}). Eis como usá-la.`,
    `  Duas pessoas, que se conhecem\n${accountLines(facts, "palavra-passe:")}`,
    ...facts.apps.map((app) => APPS[app](facts)),
    [...ends(facts)].join("\n"),
  );

function* ends({ apps, home, program, client, client_tls, https, earlier }: DemoFacts): Generator<string> {
  yield `  Navegador: https://localhost:${https} (avisa do certificado: continue)`;
  yield `  Qualquer aplicação: localhost, porta ${client} (STARTTLS) ou ${client_tls} (TLS direto)`;
  if (apps.length < DEMO_APPS.length) yield `  Profanity, Gajim, Dino: ${program} demo --all`;
  yield `  Tudo fica guardado em ${home}`;
  yield earlier === undefined
    ? `  Ctrl-C para parar. Para um servidor a sério: ${program} setup`
    : `  Para parar: Ctrl-C onde foi iniciada, ou então  kill ${earlier}`;
}

const APPS: Readonly<Record<DemoApp, (facts: DemoFacts) => string>> = {
  profanity: ({ client }) => `\
  Profanity, em dois terminais (cada um pede a palavra-passe):
${profanityLines(client, "alice")}

${profanityLines(client, "bob")}
    depois, no de alice:   /msg bob@localhost Bom dia!`,

  gajim: (facts) => `\
  Gajim: adicione uma conta
    Endereço            alice@localhost
    Palavra-passe       alice${gajimPort(facts)}
    Certificado         este servidor fez o seu: assinale «Adicionar aos
                        certificados de confiança», e inicie a sessão`,

  dino: (facts) =>
    facts.client === DEFAULT_PORT
      ? `\
  Dino: configure uma conta
    JID                 alice@localhost
    Palavra-passe       alice
    Certificado         Dino só aceita aquele em que este computador confia;
                        em Debian e Ubuntu, primeiro:
${trustLines(facts)}
                        e, no fim da experiência, para voltar atrás:
${distrustLines}`
      : `  Dino só conhece a porta ${DEFAULT_PORT}, que está ocupada neste computador.`,
};

const gajimPort = ({ client }: DemoFacts): string =>
  client === DEFAULT_PORT
    ? ""
    : `\n    Definições avançadas  Nome do servidor localhost, porta ${client}, tipo START TLS`;
