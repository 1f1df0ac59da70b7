/** Operation: everything of accounts, to be taken elsewhere (XEP-0227). */
import { type Jid, parseJid } from "../jid/jid.ts";
import { OperationError } from "../operation-error.ts";
import type { Booted } from "../server/boot.ts";
import type { ExportedPart, Server } from "../server/module.ts";
import type { Accounts } from "../store/accounts.ts";
import { SCRAM_HASHES } from "../store/scram-keys.ts";
import {
  accountFacts,
  accountFile,
  type FileHost,
  type FileUser,
  scramCredentials,
  serverFile,
} from "../transfer/account-file.ts";

export interface ExportOperations {
  /**
   * The text of a file as of XEP-0227, in pieces of some kilobytes: the next one is made when it is asked for. `withKeys`: with
   * what checks the password (SCRAM): an administrator needs that to move an account as it is; whoever takes one's own along
   * does not, and a file with it lets others guess the password at leisure. Throws OperationError no-such-account; a piece
   * rejects so where the account is removed meanwhile.
   */
  readonly account: (jid: Jid, withKeys?: boolean) => AsyncIterable<string>;
  /** All accounts, with what checks their passwords, all rooms, and all circles. One that is removed meanwhile ends early, or is missing. */
  readonly all: () => AsyncIterable<string>;
}

export interface ExportDeps extends Pick<Server, "inTurns"> {
  readonly accounts: Pick<Accounts, "exists" | "keys" | "list" | "row">;
  /** The domains served here, in the order of config.toml. */
  readonly domains: readonly string[];
  readonly booted: Pick<Booted, "catalogue">;
  /** The services with rooms. */
  readonly rooms: () => Iterable<FileHost>;
  readonly circles: () => Iterable<ExportedPart>;
}

/** Characters of a piece, from which on it is given away. */
const PIECE = 65_536;

export function exportOperations({ accounts, booted, circles, domains, rooms, inTurns }: ExportDeps): ExportOperations {
  function* partsOf(account: string, withKeys: boolean): Generator<ExportedPart> {
    const state = withKeys ? accounts.row(account) : undefined;
    if (state) yield accountFacts(state);
    for (const hash of withKeys ? SCRAM_HASHES : []) {
      const keys = accounts.keys(account, hash);
      if (keys) yield scramCredentials(hash, keys);
    }
    for (const partsOfModule of booted.catalogue.exports) yield* partsOfModule(account);
  }

  function* hosts(): Generator<FileHost> {
    const all = accounts.list().map(({ jid }) => parseJid(jid));
    for (const domain of domains) yield { domain, users: usersOf(all.filter((jid) => jid.domain === domain)) };
    yield* rooms();
    // Last: who is in them, and their rooms, are read before.
    yield { domain: domains[0] ?? "", parts: circles() };
  }

  function* usersOf(jids: readonly Jid[]): Generator<FileUser> {
    for (const { bare, local } of jids) if (accounts.exists(bare)) yield { local, parts: partsOf(bare, true) };
  }

  const assertThere = (account: string): void => {
    if (!accounts.exists(account)) throw new OperationError("no-such-account", { account });
  };

  /** "" at the end. */
  function* nextPiece(file: Generator<string>, assert: () => void): Generator<void, string> {
    assert();
    let piece = "";
    while (piece.length < PIECE) {
      const { done, value } = file.next();
      if (done) break;
      piece += value;
      yield;
    }
    return piece;
  }

  /** `owner`: for whom the work is done. */
  async function* pieces(owner: string, file: Generator<string>, assert = () => {}): AsyncGenerator<string> {
    for (;;) {
      const piece = await inTurns(owner, nextPiece(file, assert));
      if (piece === "") return;
      yield piece;
    }
  }

  return {
    account: ({ bare, local, domain }, withKeys = false) => {
      assertThere(bare);
      const file = accountFile({ local, domain, parts: partsOf(bare, withKeys) });
      return pieces(bare, file, () => assertThere(bare));
    },
    all: () => pieces(domains[0] ?? "", serverFile(hosts())),
  };
}

/** The pieces as bytes; the next one is asked for when the reader wants more. */
export function byteStreamOf(pieces: AsyncIterable<string>): ReadableStream<Uint8Array> {
  const iterator = pieces[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const { done, value } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(Buffer.from(value));
    },
    cancel: async () => void (await iterator.return?.()),
  });
}
