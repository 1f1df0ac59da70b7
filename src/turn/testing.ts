/** What tests of TURN share: a server on the loopback address. */
import { createHash, randomBytes } from "node:crypto";
import { systemClock } from "../clock.ts";
import { xorAddress } from "./address.ts";
import { ATTRIBUTE, METHOD, UDP } from "./attributes.ts";
import { credentialsFor, PASSWORD_ALGORITHMS, type PasswordAlgorithm } from "./credentials.ts";
import { type IntegrityHash, withIntegrity } from "./integrity.ts";
import { listenUdp } from "./listeners.ts";
import { attributeOf, type NewAttribute, printMessage, readMessage, type StunMessage } from "./message.ts";
import { isPeerAllowed } from "./peers.ts";
import { openRelayPorts, type PortRange } from "./relay-ports.ts";
import { openTurnServer, type TurnServer, type TurnServerDeps } from "./turn-server.ts";
import { openUdpSocket, type UdpSocket } from "./udp-socket.ts";

export const REALM = "example.org";
const HOST = "127.0.0.1";
export const MUCH = { burst: 1e9, perSecond: 1e9 };

export interface TestTurn extends AsyncDisposable {
  readonly server: TurnServer;
  /** UDP. */
  readonly port: number;
  readonly secret: Uint8Array;
  /** Credentials of an owner, for an hour where nothing else is said. */
  as(owner: string, seconds?: number): Credentials;
  allocates(client: TestClient, owner: string, ...more: NewAttribute[]): Promise<TestAnswer>;
  /** A request about a peer; the transaction masks its address. */
  about(...[client, method, owner, address, port, ...more]: AboutPeer): Promise<TestAnswer>;
  permits(client: TestClient, owner: string, address: string): Promise<TestAnswer>;
}

type AboutPeer = [
  client: TestClient,
  method: number,
  owner: string,
  address: string,
  port?: number,
  ...more: NewAttribute[],
];

/** On 127.0.0.1, relaying to 127.0.0.1 as well. */
export async function startTestTurn(
  range: PortRange,
  { port = 0, ...more }: Partial<TurnServerDeps> & { readonly port?: number } = {},
): Promise<TestTurn> {
  const secret = randomBytes(16);
  const hostFor = more.publicAddress ?? ((family) => (family === 4 ? HOST : undefined));
  const rules = { own: () => [HOST], isPrivateAllowed: true, isLoopback: () => true };
  const server = openTurnServer({
    realm: REALM,
    secret,
    ports: openRelayPorts({ ...range, hostFor, clock: systemClock }),
    limits: { allocationsPerOwner: 100, ownerRate: MUCH, totalRate: MUCH },
    clock: systemClock,
    isRevoked: () => false,
    publicAddress: hostFor,
    isPeerAllowed: (address) => isPeerAllowed(address, rules),
    ...more,
  });
  const socket = await listenUdp(server, { host: HOST, port });
  const as: TestTurn["as"] = (owner, seconds = 3600) =>
    credentialsFor(owner, Math.floor(Date.now() / 1000) + seconds, secret);
  const about: TestTurn["about"] = (client, method, owner, address, peerPort = 9, ...attributes) => {
    const transaction = randomBytes(12);
    const peer: NewAttribute = [ATTRIBUTE.XOR_PEER_ADDRESS, xorAddress({ address, port: peerPort }, transaction)];
    return client.request(method, [peer, ...attributes], as(owner), { transaction });
  };
  return {
    server,
    secret,
    port: socket.port,
    as,
    about,
    allocates: (client, owner, ...attributes) =>
      client.request(METHOD.ALLOCATE, [REQUESTED_UDP, ...attributes], as(owner)),
    permits: (client, owner, address) => about(client, METHOD.CREATE_PERMISSION, owner, address),
    [Symbol.asyncDispose]: async () => {
      server.stop();
      socket.close();
    },
  };
}

/** What a client has been answered; undefined attributes are those that were not there. */
export interface TestAnswer {
  readonly class: StunMessage["class"];
  readonly method: number;
  readonly error: number | undefined;
  /** The first attribute of a type. */
  readonly get: (type: number) => Buffer | undefined;
  readonly all: (type: number) => readonly Buffer[];
  readonly message: StunMessage;
}

export type Credentials = { readonly username: string; readonly password: string };

/** Where a client asks; its realm is that of test servers by default. */
export type TestTurnAddress = { readonly port: number; readonly realm?: string };

/** An allocation outlives the socket of its client: no other client may have the same port. */
const usedPorts = new Set<number>();

/** A client that says what a test wants to be said, on a UDP socket of its own. */
export class TestClient implements Disposable {
  readonly #turn: TestTurnAddress;
  readonly #received: Buffer[] = [];
  readonly #waiting: ((bytes: Buffer) => void)[] = [];
  #receiver: ((bytes: Buffer) => void) | undefined;
  #socket: UdpSocket | undefined;
  nonce = "";

  private constructor(turn: TestTurnAddress) {
    this.#turn = turn;
  }

  static async open(turn: TestTurnAddress): Promise<TestClient> {
    const client = new TestClient(turn);
    const receive = (data: Buffer): void => {
      if (client.#receiver) return client.#receiver(data);
      const next = client.#waiting.shift();
      if (next) next(Buffer.from(data));
      else client.#received.push(Buffer.from(data));
    };
    const tried: UdpSocket[] = [];
    do {
      const socket = await openUdpSocket(HOST, 0, receive);
      client.#socket = socket;
      tried.push(socket);
    } while (usedPorts.has(client.port));
    for (const socket of tried.slice(0, -1)) socket.close();
    usedPorts.add(client.port);
    return client;
  }

  get #realm(): string {
    return this.#turn.realm ?? REALM;
  }

  get port(): number {
    return this.#socket?.port ?? 0;
  }

  send(bytes: Uint8Array, port = this.#turn.port): void {
    this.#socket?.send(bytes, port, HOST);
  }

  /** All packets go there from now on. */
  takeOver(receiver: (bytes: Buffer) => void): void {
    this.#receiver = receiver;
  }

  /** The next packet. */
  receive(): Promise<Buffer> {
    const first = this.#received.shift();
    if (first) return Promise.resolve(first);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error("no packet came")), 4_000);
      this.#waiting.push((bytes) => {
        clearTimeout(timer);
        resolve(bytes);
      });
    });
  }

  /** Packets that have come and were not asked for. */
  get unread(): number {
    return this.#received.length;
  }

  async answer(): Promise<TestAnswer> {
    const message = readMessage(await this.receive());
    if (!message) throw new Error("not a STUN message");
    const code = attributeOf(message, ATTRIBUTE.ERROR_CODE);
    return {
      class: message.class,
      method: message.method,
      error: code && (code[2] ?? 0) * 100 + (code[3] ?? 0),
      get: (type) => attributeOf(message, type),
      all: (type) => message.attributes.filter((one) => one.type === type).map(({ value }) => value),
      message,
    };
  }

  ask(bytes: Uint8Array): Promise<TestAnswer> {
    this.send(bytes);
    return this.answer();
  }

  /** A request that is signed as RFC 8489 §9.2.3 says. */
  signed(
    method: number,
    attributes: readonly NewAttribute[],
    { username, password }: Credentials,
    { hash = "sha1", algorithm, transaction = randomBytes(12) }: SigningOptions = {},
  ): Buffer {
    const key = createHash(algorithm ?? "md5")
      .update(`${username}:${this.#realm}:${password}`)
      .digest();
    const chosen: NewAttribute[] = [
      [ATTRIBUTE.PASSWORD_ALGORITHMS, PASSWORD_ALGORITHMS],
      [ATTRIBUTE.PASSWORD_ALGORITHM, Buffer.from([0, algorithm === "sha256" ? 2 : 1, 0, 0])],
    ];
    const message = printMessage({
      class: "request",
      method,
      transaction,
      attributes: [
        ...attributes,
        [ATTRIBUTE.USERNAME, Buffer.from(username)],
        [ATTRIBUTE.REALM, Buffer.from(this.#realm)],
        [ATTRIBUTE.NONCE, Buffer.from(this.nonce)],
        ...(algorithm === undefined ? [] : chosen),
      ],
    });
    return withIntegrity(message, hash, key);
  }

  /** Asks for a nonce, then as `signed` does. */
  async request(...[method, attributes, credentials, options]: Parameters<TestClient["signed"]>): Promise<TestAnswer> {
    if (this.nonce === "") {
      const { get } = await this.ask(unsigned(METHOD.ALLOCATE, [REQUESTED_UDP]));
      this.nonce = get(ATTRIBUTE.NONCE)?.toString() ?? "";
    }
    return this.ask(this.signed(method, attributes, credentials, options));
  }

  [Symbol.dispose](): void {
    this.#socket?.close();
  }
}

export interface SigningOptions {
  readonly hash?: IntegrityHash;
  readonly algorithm?: PasswordAlgorithm;
  readonly transaction?: Uint8Array;
}

export const REQUESTED_UDP: NewAttribute = [ATTRIBUTE.REQUESTED_TRANSPORT, Buffer.from([UDP, 0, 0, 0])];

export const unsigned = (method: number, attributes: readonly NewAttribute[] = []): Buffer =>
  printMessage({ class: "request", method, transaction: randomBytes(12), attributes });
