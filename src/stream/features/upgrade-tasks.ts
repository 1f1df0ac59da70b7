/** XEP-0480: SASL Upgrade Tasks: a client that knows the password makes keys of a hash that the account does not have yet. */
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
/** Who keeps the keys. */
export type UpgradeAccounts = Pick<Accounts, "incompleteHashes" | "keys" | "newSalt" | "addKeys">;

/** A client that has proven the password, and has not been told <success/> yet. */
interface Pending {
  readonly account: string;
  readonly hashes: ScramHash[];
  /** Set once the client has taken up the first of them. */
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

  /** §2.1: beside the mechanisms. */
  offer(): readonly Element[] {
    return this.#accounts.incompleteHashes.map((hash) => xml("upgrade", { xmlns: NS }, taskOf(hash)));
  }

  /** The account that has tasks to do; undefined where none are under way. */
  pending(stream: NegotiatingStream): string | undefined {
    return this.#pending.get(stream)?.account;
  }

  /** §2.2: whether tasks come first, of those that <authenticate/> asks for; `finish` follows the last of them. */
  begin(
    stream: NegotiatingStream,
    request: Element,
    account: string,
    additional: Element | undefined,
    finish: () => Promise<void>,
  ) {
    const asked = new Set(request.getChildren("upgrade", NS).map((task) => task.getText()));
    const { incompleteHashes, keys } = this.#accounts;
    const hashes = incompleteHashes.filter((hash) => asked.has(taskOf(hash)) && !keys(account, hash));
    if (hashes.length === 0) return false;
    this.#pending.set(stream, { account, hashes, salt: undefined, finish });
    this.#continue(stream, hashes, additional);
    return true;
  }

  /** <next/> or <task-data/>. Throws SaslError, StreamError. */
  take(stream: NegotiatingStream, element: Element): void | Promise<void> {
    const pending = this.#pending.get(stream);
    const hash = pending?.hashes[0];
    if (!pending || hash === undefined) throw new StreamError("unsupported-stanza-type");
    if (element.getName() === "next" && !pending.salt) return this.#next(stream, pending, hash, element);
    if (element.getName() === "task-data" && pending.salt) return this.#made(stream, pending, hash, element);
    throw new SaslError("malformed-request", "this is not what the task is waiting for");
  }

  /** The client gives up, or is refused. */
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

  async #made(stream: NegotiatingStream, pending: Pending, hash: ScramHash, data: Element): Promise<void> {
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
