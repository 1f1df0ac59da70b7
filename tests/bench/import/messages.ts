/** The archived messages that the sources of the scenario `import` hold. */

/** Accounts, and the time that their messages are spread over. */
export const ACCOUNTS = 20;
const SPAN = 5 * 365 * 86_400_000;
const BEGIN = Date.UTC(2020, 0, 1);
export const DOMAIN = "example.com";

export interface Message {
  /** Localpart. */
  readonly account: string;
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** Bare JID. */
  readonly peer: string;
  /** From and to, as attributes have them. */
  readonly from: string;
  readonly to: string;
  readonly body: string;
}

export const nameOf = (account: number): string => `user${account}`;

/** Of one account, in the order of its archive, as long as usual ones. */
export function* messagesOf(account: number, count: number): Generator<Message> {
  const name = nameOf(account);
  for (let n = 0; n < count; n++) {
    const peer = `${nameOf((account + n) % ACCOUNTS)}@${DOMAIN}`;
    const [from, to] = n % 2 === 0 ? [`${peer}/phone`, `${name}@${DOMAIN}`] : [`${name}@${DOMAIN}/laptop`, peer];
    yield {
      ...{ account: name, peer, from, to, id: crypto.randomUUID() },
      time: BEGIN + Math.floor((n * SPAN) / count) + account * 1000,
      body: `Message ${n}: the quick brown fox jumps over the lazy dog, and goes on.`,
    };
  }
}

/** Those of all accounts, one account after the other. */
export function* allMessages(each: number): Generator<Message> {
  for (let account = 0; account < ACCOUNTS; account++) yield* messagesOf(account, each);
}

/** Prosody stores it without a namespace. */
export const xmlOf = ({ from, to, id, body }: Message, xmlns = " xmlns='jabber:client'"): string =>
  `<message${xmlns} from='${from}' to='${to}' type='chat' id='${id}' xml:lang='en'><body>${body}</body>` +
  `<origin-id xmlns='urn:xmpp:sid:0' id='${id}'/><request xmlns='urn:xmpp:receipts'/></message>`;
