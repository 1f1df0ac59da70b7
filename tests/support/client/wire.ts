/** The connection of a test client: TCP, then TLS at once (XEP-0368) or by STARTTLS. Accepts any certificate. */
import type { Socket, SocketHandler } from "bun";

export interface WireHandler {
  readonly bytes: (chunk: Uint8Array) => void;
  readonly closed: (reason: string) => void;
}

export interface WireTlsOptions {
  /** The name sent by SNI. */
  readonly serverName: string;
  readonly alpn?: string;
  readonly maxVersion?: "TLSv1.2" | "TLSv1.3";
}

type WireSocket = Socket<Wire>;

const VERSIONS = { "TLSv1.2": 0x0303, "TLSv1.3": 0x0304 } as const;

export class Wire {
  #socket: WireSocket | undefined;
  #secured: { resolve: () => void; reject: (error: Error) => void } | undefined;
  #handler: WireHandler | undefined;
  #unsent: Uint8Array[] = [];
  #reason = "closed by the other side";
  isOpen = true;

  /** Connects in plaintext. Rejects when nothing listens there. */
  static async connect(host: string, port: number, handler: WireHandler): Promise<Wire> {
    const wire = new Wire();
    await wire.connect(host, port, handler);
    return wire;
  }

  /** The same for one that is made already. */
  async connect(host: string, port: number, handler: WireHandler): Promise<void> {
    this.#handler = handler;
    this.#socket = await Bun.connect<Wire>({ hostname: host, port, data: this, socket: PLAIN });
  }

  /** Resolves when the handshake is done; from then on only TLS is sent and read. Rejects when it fails. */
  startTls(options: WireTlsOptions): Promise<void> {
    const plain = this.#socket;
    if (!plain) throw new Error("startTls() before connect()");
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#secured = { resolve, reject };
    const alpn = options.alpn === undefined ? {} : { ALPNProtocols: wireFormat(options.alpn) };
    const version = options.maxVersion === undefined ? {} : { maxVersion: VERSIONS[options.maxVersion] };
    const tls = { rejectUnauthorized: false, serverName: options.serverName, ...alpn, ...version };
    const [raw, secure] = plain.upgradeTLS<Wire>({ tls, data: this, socket: SECURE });
    // The raw half still reports ciphertext, which is ignored from here on.
    raw.data = RETIRED;
    this.#socket = secure;
    return promise;
  }

  get tlsVersion(): string | undefined {
    return this.#secured ? this.#socket?.getTLSVersion() : undefined;
  }

  /** RFC 9266: the 32 bytes of `tls-exporter`. */
  exporter(): Uint8Array {
    if (!this.#socket) throw new Error("exporter() before connect()");
    return this.#socket.exportKeyingMaterial(32, "EXPORTER-Channel-Binding", Buffer.alloc(0)) as unknown as Uint8Array;
  }

  send(data: string | Uint8Array): void {
    const bytes = typeof data === "string" ? Buffer.from(data) : data;
    if (!this.isOpen || bytes.length === 0) return;
    if (this.#unsent.length > 0) this.#unsent.push(bytes);
    else this.#keep(bytes, this.#socket?.write(bytes) ?? 0);
  }

  /** Stops reading from the socket. */
  pause(): void {
    this.#socket?.pause();
  }

  resume(): void {
    this.#socket?.resume();
  }

  /** Sends FIN. */
  end(): void {
    this.#socket?.end();
  }

  /** Sends RST, as for a lost connection. */
  destroy(): void {
    this.#socket?.terminate();
    this.close("destroyed here");
  }

  drained(): void {
    const unsent = this.#unsent;
    this.#unsent = [];
    for (const bytes of unsent) this.send(bytes);
  }

  secured(): void {
    this.#secured?.resolve();
  }

  failed(error: Error): void {
    this.#reason = error.message;
    this.#secured?.reject(error);
  }

  read(chunk: Uint8Array): void {
    this.#handler?.bytes(chunk);
  }

  close(reason = this.#reason): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.#secured?.reject(new Error(reason));
    this.#handler?.closed(reason);
  }

  #keep(bytes: Uint8Array, taken: number): void {
    if (taken < bytes.length) this.#unsent.push(bytes.subarray(Math.max(taken, 0)));
  }
}

/** Handler of the plaintext half of an upgraded socket: it ignores everything. */
const RETIRED = new Wire();

/** ALPN in wire format: each name after its length (RFC 7301 §3.1). */
const wireFormat = (name: string): Buffer => Buffer.concat([Buffer.from([name.length]), Buffer.from(name)]);

const PLAIN: SocketHandler<Wire> = {
  data: (socket, chunk) => socket.data.read(chunk),
  drain: (socket) => socket.data.drained(),
  close: (socket, error) => socket.data.close(error?.message),
  error: (socket, error) => socket.data.failed(error),
};

const SECURE: SocketHandler<Wire> = { ...PLAIN, handshake: (socket) => socket.data.secured() };
