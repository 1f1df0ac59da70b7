/** Who has tables in a home's database, and what these hold of addresses. */
import { foreignAccountTables } from "../auth/foreign-account-table.ts";
import { incomingStreamTables } from "../federation/incoming/stream-store.ts";
import { queueTables } from "../federation/outgoing/queue-store.ts";
import { modules } from "../modules.ts";
import { auditTables } from "../operations/audit.ts";
import { importTables } from "../operations/import-journal.ts";
import { moveInTables } from "../operations/move-in-journal.ts";
import { suspendedSessionTables } from "../session/suspended-session-store.ts";
import { accountTables } from "../store/account-tables.ts";
import { clockTables } from "../store/clock-watch.ts";
import { diskHistoryTables } from "../store/disk-history.ts";
import { formerAccountTables } from "../store/former-accounts.ts";
import { aliveTables } from "../store/last-alive.ts";
import { migrationAddresses } from "../store/migrate.ts";
import type { StoredAddresses, TableOwner } from "../store/stored-addresses.ts";
import { toldFindingTables } from "../store/told-findings.ts";
import { webSessionTables } from "../web/web-sessions.ts";

export const tableOwners: readonly TableOwner[] = [
  accountTables,
  formerAccountTables,
  foreignAccountTables,
  suspendedSessionTables,
  queueTables,
  incomingStreamTables,
  webSessionTables,
  auditTables,
  importTables,
  moveInTables,
  clockTables,
  aliveTables,
  diskHistoryTables,
  toldFindingTables,
  ...modules.flatMap(({ name, tables, addresses }) => (tables && addresses ? [{ name, tables, addresses }] : [])),
];

export const storedAddresses: readonly StoredAddresses[] = [
  migrationAddresses,
  ...tableOwners.map(({ addresses }) => addresses),
];
