/** Preload of all tests: ends the processes that a test has left behind. */
import { afterAll } from "bun:test";
import { endGuarded } from "./processes.ts";

afterAll(endGuarded);
