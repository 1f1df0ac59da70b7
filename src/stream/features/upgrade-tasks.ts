/** XEP-0480: SASL Upgrade Tasks: a client that knows the password makes the keys of a hash that the account lacks. */
import type { Element } from "ltx";
import { NS_SASL2 } from "../../namespaces.ts";
import { xml } from "../../stanza.ts";
import type { Accounts } from "../../store/accounts.ts";
import type { ScramHash } from "../../store/scram-keys.ts";
import { StreamError } from "../../stream-error.ts";
import type { NegotiatingStream } from "../feature.ts";
import { SaslError } from "../sasl/mechanism.ts";
import { bytesOfBase64 } from "../sasl/text.ts";

const NS = "urn:xmpp:sasl:upgrade:0";
const NS_SCRAM = "urn:xmpp:scram-upgrade:0";

/** What upgrade tasks ask of accounts. */
export type UpgradeAccounts = Pick<Accounts, "incompleteHashes" | "keys" | "newSalt" | "addKeys">;

/** The tasks of a client that has proven the password and waits for <success/>. */
interface Pending {
  readonly account: string;
  readonly hashes: ScramHash[];
  /** Set once the client has begun the first task. */
  salt: ReturnType<UpgradeAccounts["newSalt"]> | undefined;
  readonly finish: () => Promise<void>;
}

const taskOf = (hash: ScramHash): string => `UPGR-SCRAM-${hash}`;

export class UpgradeTasks {
  readonly #accounts: UpgradeAccounts;
  readonly #pending = new WeakMap<NegotiatingStream, Pending>();

  constructor(accounts: UpgradeAccounts) {
    this.#accounts = accounts;
  }

  /** §2.1: what is advertised beside the mechanisms. */
  offer(): readonly Element[] {
    return this.#accounts.incompleteHashes.map((hash) => xml("upgrade", { xmlns: NS }, taskOf(hash)));
  }

  /** The account whose tasks are under way on a stream. */
  pendingAccount(stream: NegotiatingStream): string | undefined {
    return this.#pending.get(stream)?.account;
  }

  /** §2.2: begins the tasks that <authenticate/> asks for; false where there are none. `finish` is called after the last of them. */
  begin(
    stream: NegotiatingStream,
    request: Element,
    account: string,
    additional: Element | undefined,
    finish: () => Promise<void>,
  ): boolean {
    const requested = new Set(request.getChildren("upgrade", NS).map((task) => task.getText()));
    const { incompleteHashes, keys } = this.#accounts;
    const hashes = incompleteHashes.filter((hash) => requested.has(taskOf(hash)) && !keys(account, hash));
    if (hashes.length === 0) return false;
    this.#pending.set(stream, { account, hashes, salt: undefined, finish });
    this.#continue(stream, hashes, additional);
    return true;
  }

  /** Handles <next/> and <task-data/>. Throws SaslError, StreamError. */
  take(stream: NegotiatingStream, element: Element): void | Promise<void> {
    const pending = this.#pending.get(stream);
    const hash = pending?.hashes[0];
    if (!pending || hash === undefined) throw new StreamError("unsupported-stanza-type");
    if (element.getName() === "next" && !pending.salt) return this.#next(stream, pending, hash, element);
    if (element.getName() === "task-data" && pending.salt) return this.#addKeys(stream, pending, hash, element);
    throw new SaslError("malformed-request", "this is not what the task is waiting for");
  }

  /** The authentication has failed. */
  forget(stream: NegotiatingStream): void {
    this.#pending.delete(stream);
  }

  #continue(stream: NegotiatingStream, [hash]: readonly ScramHash[], additional: Element | undefined): void {
    const tasks = xml("tasks", {}, hash && xml("task", {}, taskOf(hash)));
    stream.send(xml("continue", { xmlns: NS_SASL2 }, additional, tasks));
  }

  #next(stream: NegotiatingStream, pending: Pending, hash: ScramHash, { attrs }: Element): void {
    if (attrs.task !== taskOf(hash)) throw new SaslError("malformed-request", `the task is ${taskOf(hash)}`);
    pending.salt = this.#accounts.newSalt();
    const { salt, iterations } = pending.salt;
    const text = Buffer.from(salt).toString("base64");
    stream.send(xml("task-data", { xmlns: NS_SASL2 }, xml("salt", { xmlns: NS_SCRAM, iterations }, text)));
  }

  async #addKeys(stream: NegotiatingStream, pending: Pending, hash: ScramHash, data: Element): Promise<void> {
    const { account, hashes, salt, finish } = pending;
    const salted = bytesOfBase64(data.getChildText("hash", NS_SCRAM)?.trim() ?? "=");
    const isAdded = salt && salted && (await this.#accounts.addKeys(account, hash, { ...salt, salted }));
    if (!isAdded) throw new SaslError("malformed-request", "this is no SaltedPassword of this hash");
    hashes.shift();
    pending.salt = undefined;
    if (hashes.length > 0) return this.#continue(stream, hashes, undefined);
    this.#pending.delete(stream);
    return finish();
  }
}
