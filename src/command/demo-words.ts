/** What the demo says, in both languages: exact lines to type, exact fields to fill. */
import type { Language } from "./verb.ts";

export interface DemoFacts {
  readonly people: readonly { readonly jid: string; readonly password: string }[];
  readonly home: string;
  readonly client: number;
  readonly client_tls: number;
}

const accounts = ({ people }: DemoFacts, passwordWord: string): string =>
  people.map(({ jid, password }) => `    ${jid.padEnd(18)} ${passwordWord} ${password}`).join("\n");

const connect = (port: number, name: string): string =>
  `    profanity\n    /connect ${name}@localhost server 127.0.0.1 port ${port} tls trust`;

const en = (facts: DemoFacts): string => `
A Jabber server runs on this computer, for this computer only.

  Two people
${accounts(facts, "password")}

  Profanity, in two terminals (each asks for the password):
${connect(facts.client, "alice")}

${connect(facts.client, "bob")}

    then, as alice:   /msg bob@localhost Hello!

  Gajim, Dino and others: add an account
    Address (JID)     alice@localhost
    Password          alice
    Advanced          server 127.0.0.1, port ${facts.client} (STARTTLS) or ${facts.client_tls} (direct TLS)
    Certificate       this server made its own: accept it${facts.client === 5222 ? "" : other(facts.client)}

  Everything is kept in ${facts.home}
  Ctrl-C stops it. For a real server: jabber-home setup
`;

const other = (port: number): string => `
    (port 5222 is taken on this computer, hence ${port}; Dino knows only 5222)`;

const fr = (facts: DemoFacts): string => `
Un serveur Jabber tourne sur cet ordinateur, et pour lui seul.

  Deux personnes
${accounts(facts, "mot de passe :")}

  Profanity, dans deux terminaux (chacun demande le mot de passe) :
${connect(facts.client, "alice")}

${connect(facts.client, "bob")}

    puis, chez alice :   /msg bob@localhost Bonjour !

  Gajim, Dino et les autres : ajoutez un compte
    Adresse (JID)     alice@localhost
    Mot de passe      alice
    Avancé            serveur 127.0.0.1, port ${facts.client} (STARTTLS) ou ${facts.client_tls} (TLS direct)
    Certificat        ce serveur a fait le sien : acceptez-le${facts.client === 5222 ? "" : autre(facts.client)}

  Tout est conservé dans ${facts.home}
  Ctrl-C l’arrête. Pour un vrai serveur : jabber-home setup
`;

const autre = (port: number): string => `
    (le port 5222 est pris sur cet ordinateur, d’où ${port} ; Dino ne connaît que 5222)`;

export const demoWords: Readonly<Record<Language, (facts: DemoFacts) => string>> = { en, fr };
