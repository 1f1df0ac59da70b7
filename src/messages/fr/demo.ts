/** What the demo says, in French: exact lines to type, exact fields to fill, as the programs name them. */
import { accountLines, DEFAULT_PORT, type DemoFacts, profanityLines, trustLines } from "../demo-lines.ts";
import type { demo as en } from "../en/demo.ts";

export const demo: typeof en = (facts) => `
Un serveur Jabber tourne sur cet ordinateur, et pour lui seul.

  Deux personnes
${accountLines(facts, "mot de passe :")}

  Profanity, dans deux terminaux (chacun demande le mot de passe) :
${profanityLines(facts.client, "alice")}

${profanityLines(facts.client, "bob")}

    puis, chez alice :   /msg bob@localhost Bonjour !

  Gajim : ajoutez un compte
    Adresse             alice@localhost
    Mot de passe        alice${gajimPort(facts)}
    Certificat          ce serveur a fait le sien : cochez « Ajouter aux
                        certificats de confiance », puis Se connecter

${dino(facts)}

  Les autres
    Serveur             localhost, port ${facts.client} (STARTTLS) ou ${facts.client_tls} (TLS direct)

  Tout est conservé dans ${facts.home}
  Ctrl-C l’arrête. Pour un vrai serveur : ${facts.program} setup
`;

const gajimPort = ({ client }: DemoFacts): string =>
  client === DEFAULT_PORT ? "" : `\n    Paramètres avancés  Nom d’hôte localhost, Port ${client}, Type START TLS`;

const dino = (facts: DemoFacts): string =>
  facts.client === DEFAULT_PORT
    ? `  Dino : configurez un compte
    JID                 alice@localhost
    Mot de passe        alice
    Certificat          Dino n’accepte que celui auquel cet ordinateur se fie ;
                        sous Debian et Ubuntu, d’abord :
${trustLines(facts)}`
    : `  Dino ne connaît que le port ${DEFAULT_PORT}, qui est pris sur cet ordinateur.`;
