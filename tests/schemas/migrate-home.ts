/** A process of its own, to be killed: `bun tests/schemas/migrate-home.ts DATABASE` brings its tables up to date. */
import { migrateAll } from "../../src/assembly/migrations.ts";
import { openDatabase } from "../../src/store/database.ts";
import { memoryLog } from "../support/in-memory/memory-log.ts";

const log = memoryLog();
const db = openDatabase(process.argv[2] ?? "", { log });
process.stdout.write("open\n");
migrateAll(db, { log });
await db.close();
