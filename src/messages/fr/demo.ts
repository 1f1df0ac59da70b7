/** What the demo says, in French: exact lines to type, exact fields to fill, as the programs name them. */
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
      ? "Un serveur Jabber tourne sur cet ordinateur, et pour lui seul."
      : `La démo tourne déjà (processus ${facts.earlier}). Voici comment s'y connecter.`,
    `  Deux personnes, qui se connaissent\n${accountLines(facts, "mot de passe :")}`,
    ...facts.apps.map((app) => APPS[app](facts)),
    [...ends(facts)].join("\n"),
  );

function* ends({ apps, home, program, client, client_tls, https, earlier }: DemoFacts): Generator<string> {
  yield `  Navigateur : https://localhost:${https} (il avertit du certificat : continuez)`;
  yield `  Toute application : localhost, port ${client} (STARTTLS) ou ${client_tls} (TLS direct)`;
  if (apps.length < DEMO_APPS.length) yield `  Profanity, Gajim, Dino : ${program} demo --all`;
  yield `  Tout est conservé dans ${home}`;
  yield earlier === undefined
    ? `  Ctrl-C l'arrête. Pour un vrai serveur : ${program} setup`
    : `  Pour l'arrêter : Ctrl-C là où elle a été lancée, ou bien  kill ${earlier}`;
}

const APPS: Readonly<Record<DemoApp, (facts: DemoFacts) => string>> = {
  profanity: ({ client }) => `\
  Profanity, dans deux terminaux (chacun demande le mot de passe) :
${profanityLines(client, "alice")}

${profanityLines(client, "bob")}
    puis, chez alice :   /msg bob@localhost Bonjour !`,

  gajim: (facts) => `\
  Gajim : ajoutez un compte
    Adresse             alice@localhost
    Mot de passe        alice${gajimPort(facts)}
    Certificat          ce serveur a fait le sien : cochez « Ajouter aux
                        certificats de confiance », puis Se connecter`,

  dino: (facts) =>
    facts.client === DEFAULT_PORT
      ? `\
  Dino : configurez un compte
    JID                 alice@localhost
    Mot de passe        alice
    Certificat          Dino n'accepte que celui auquel cet ordinateur se fie ;
                        sous Debian et Ubuntu, d'abord :
${trustLines(facts)}
                        et, une fois l'essai terminé, pour revenir en arrière :
${distrustLines}`
      : `  Dino ne connaît que le port ${DEFAULT_PORT}, qui est pris sur cet ordinateur.`,
};

const gajimPort = ({ client }: DemoFacts): string =>
  client === DEFAULT_PORT ? "" : `\n    Paramètres avancés  Nom d'hôte localhost, Port ${client}, Type START TLS`;
