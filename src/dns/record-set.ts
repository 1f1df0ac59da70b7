/** The records of one name and type that are written at once. */

export const WRITTEN_TYPES = ["A", "AAAA", "CNAME", "SRV", "TXT"] as const;
export type WrittenType = (typeof WRITTEN_TYPES)[number];

/** All records of one name and type, which stand in place of those that are there. */
export interface RecordSet {
  /** In A-labels, without a final dot. */
  readonly name: string;
  readonly type: WrittenType;
  /** Seconds; a provider with a larger minimum takes that. */
  readonly ttl: number;
  /** As in a zone file, names with a final dot, texts in quotes; none removes what is there. */
  readonly values: readonly string[];
}
