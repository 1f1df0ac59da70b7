/** What the demo says, in both languages: exact lines to type, exact fields to fill, as the programs name them. */
import { withFrenchSpaces } from "../messages/fr/spaces.ts";
import type { Language } from "../messages/language.ts";

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
const USUAL = 5222;

const accounts = ({ people }: DemoFacts, passwordWord: string): string =>
  people.map(({ jid, password }) => `    ${jid.padEnd(18)} ${passwordWord} ${password}`).join("\n");

const connect = (port: number, name: string): string =>
  `    profanity\n    /connect ${name}@localhost server 127.0.0.1 port ${port} tls trust`;

/** Dino cannot be told of a port, and has no button to accept a certificate. */
const trust = ({ certificate }: DemoFacts): string => `\
    sudo cp '${certificate}' \\
      /usr/local/share/ca-certificates/jabber-home-demo.crt
    sudo update-ca-certificates`;

const en = (facts: DemoFacts): string => `
A Jabber server runs on this computer, for this computer only.

  Two people
${accounts(facts, "password")}

  Profanity, in two terminals (each asks for the password):
${connect(facts.client, "alice")}

${connect(facts.client, "bob")}

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
  client === USUAL ? "" : `\n    Advanced Settings   Hostname localhost, Port ${client}, Type START TLS`;

const dino = (facts: DemoFacts): string =>
  facts.client === USUAL
    ? `  Dino: set up an account
    JID                 alice@localhost
    Password            alice
    Certificate         Dino takes only one that this computer trusts;
                        on Debian and Ubuntu, first:
${trust(facts)}`
    : `  Dino knows only port ${USUAL}, which is taken on this computer.`;

const fr = (facts: DemoFacts): string => `
Un serveur Jabber tourne sur cet ordinateur, et pour lui seul.

  Deux personnes
${accounts(facts, "mot de passe :")}

  Profanity, dans deux terminaux (chacun demande le mot de passe) :
${connect(facts.client, "alice")}

${connect(facts.client, "bob")}

    puis, chez alice :   /msg bob@localhost Bonjour !

  Gajim : ajoutez un compte
    Adresse             alice@localhost
    Mot de passe        alice${gajimPortFr(facts)}
    Certificat          ce serveur a fait le sien : cochez « Ajouter aux
                        certificats de confiance », puis Se connecter

${dinoFr(facts)}

  Les autres
    Serveur             localhost, port ${facts.client} (STARTTLS) ou ${facts.client_tls} (TLS direct)

  Tout est conservé dans ${facts.home}
  Ctrl-C l’arrête. Pour un vrai serveur : ${facts.program} setup
`;

const gajimPortFr = ({ client }: DemoFacts): string =>
  client === USUAL ? "" : `\n    Paramètres avancés  Nom d’hôte localhost, Port ${client}, Type START TLS`;

const dinoFr = (facts: DemoFacts): string =>
  facts.client === USUAL
    ? `  Dino : configurez un compte
    JID                 alice@localhost
    Mot de passe        alice
    Certificat          Dino n’accepte que celui auquel cet ordinateur se fie ;
                        sous Debian et Ubuntu, d’abord :
${trust(facts)}`
    : `  Dino ne connaît que le port ${USUAL}, qui est pris sur cet ordinateur.`;

export const demoWords: Readonly<Record<Language, (facts: DemoFacts) => string>> = {
  en,
  fr: (facts) => withFrenchSpaces(fr(facts)),
};
