/** What the columns of the tables hold of addresses: for a domain that gets another name. */

/** What a column of text or bytes holds. */
export type ColumnContent =
  /** A JID, bare or full, or a domain. */
  | "jid"
  /** The text of one element. */
  | "xml"
  /** JSON; under these keys, at any depth, are addresses or texts of elements, alone or in lists. */
  | { readonly json: readonly string[] }
  /** Nothing that changes when a domain gets another name. */
  | "other";

export interface StoredAddresses {
  /**
   * By table: what each column of text or bytes holds; "dropped" for one whose rows mean nothing under another name. A final
   * "*" stands for all tables that begin so, without columns that change.
   */
  readonly tables: Readonly<Record<string, Readonly<Record<string, ColumnContent>> | "dropped">>;
  /**
   * SQL that runs before the addresses are renamed, for rows that then would be the same. The table `renamed (old, new)` has
   * every address that gets another form.
   */
  readonly merge?: readonly string[];
  /** SQL that runs afterwards, for what is counted from the lengths of addresses. Triggers do not run meanwhile. */
  readonly recount?: readonly string[];
}

/** Who has tables: a module, or another part of the server. */
export interface TableOwner {
  readonly name: string;
  /** Migrations (migrate.ts). */
  readonly tables: readonly string[];
  readonly addresses: StoredAddresses;
}
