/** Loaded before the tests: `bun test` ends without an "exit" event, and a test that ran out of time has ended nothing. */
import { afterAll } from "bun:test";
import { endGuarded } from "./processes.ts";

afterAll(endGuarded);
