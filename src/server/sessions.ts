/** The register of connected clients. */
import { NOBODY, type Session, type Sessions } from "./session.ts";

export class SessionRegister implements Sessions {
  readonly #byAccount = new Map<string, Set<Session>>();
  readonly #byFullJid = new Map<string, Session>();

  of(account: string): ReadonlySet<Session> {
    return this.#byAccount.get(account) ?? NOBODY;
  }

  get(full: string): Session | undefined {
    return this.#byFullJid.get(full);
  }

  all(): Iterable<Session> {
    return this.#byFullJid.values();
  }

  get count(): number {
    return this.#byFullJid.size;
  }

  add(session: Session): void {
    const sessions = this.#byAccount.get(session.account) ?? new Set();
    sessions.add(session);
    this.#byAccount.set(session.account, sessions);
    this.#byFullJid.set(session.jid.full, session);
  }

  remove(session: Session): void {
    const sessions = this.#byAccount.get(session.account);
    sessions?.delete(session);
    if (sessions?.size === 0) this.#byAccount.delete(session.account);
    if (this.#byFullJid.get(session.jid.full) === session) this.#byFullJid.delete(session.jid.full);
  }
}
