import { expect, test } from "bun:test";
import { CertificateError } from "../certificate/certificate-error.ts";
import { ConfigError } from "../config/error.ts";
import { ControlError } from "../control/protocol.ts";
import { homeAt } from "../home.ts";
import { remedyText } from "../messages/certificate-problems.ts";
import { StoreError } from "../store/errors.ts";
import { HomeError } from "../store/home-folder.ts";
import { CommandError, failureOf } from "./failure.ts";

const HOME = homeAt("/srv/chat");
const system = (code: string) => Object.assign(new Error(`${code}: no`), { code });

test.each([
  [new CommandError(69, "x", "y"), 69, "y"],
  [new ConfigError([{ key: "host", value: 1, remedy: "write it in quotes" }]), 78, undefined],
  [new StoreError("locked", "in use"), 75, "stop it first"],
  [new StoreError("newer", "too new"), 78, "later one"],
  // EX_IOERR (74) is not one of ours.
  [new StoreError("failed", "disk full"), 1, "dmesg"],
  [new StoreError("full", "no room"), 73, "make room"],
  [new ControlError("undefined is not a function"), 1, undefined],
  [new ControlError("EACCES: no", "EACCES"), 77, "sudo"],
  [system("EACCES"), 77, "sudo"],
  [system("ENOSPC"), 73, "room"],
  [system("EADDRINUSE"), 69, "--set listen"],
  [system("ENOENT"), 1, "name of the file"],
  [new HomeError("/srv/chat", "0777"), 73, "chmod 700 /srv/chat"],
])("%# is foreseen: exit code and remedy", (error, exitCode, remedy) => {
  const failure = failureOf(error, "en", HOME);
  expect(failure).toMatchObject({ exitCode });
  expect(failure.bug).toBeUndefined();
  if (remedy) expect(failure.remedy).toContain(remedy);
});

test.each([
  [system("EADDRINUSE"), "arrêtez ce qui occupe le port"],
  [system("EAFNOSUPPORT"), "mettez une adresse IPv4"],
  [new HomeError("/srv/chat", "0777"), "fermez celui-ci"],
])("%# has its remedy in French", (error, remedy) => {
  expect(failureOf(error, "fr", HOME).remedy).toContain(remedy);
});

test("the system's error of a file begins with the file", () => {
  const error = Object.assign(new Error("ENOENT: no such file or directory, open 'pw.txt'"), { code: "ENOENT" });
  expect(failureOf(error, "en", HOME).error).toBe("pw.txt: no such file or directory");
});

test("any other error is unforeseen: its stack is kept", () => {
  const failure = failureOf(new TypeError("x is undefined"), "en", HOME);
  expect(failure.exitCode).toBe(1);
  expect(failure.bug).toContain("failure.test.ts");
  expect(failureOf("thrown text", "en", HOME)).toEqual({ error: "thrown text", exitCode: 1 });
});

test("files of config.toml that are no certificate: the reason and the remedy in the language, 78, and no stack", () => {
  const remedies = [{ key: "check-path", values: {} }] as const;
  const error = new CertificateError({ reason: "file-missing", values: { path: "/a.pem" }, remedies });
  expect(failureOf(error, "fr", HOME)).toEqual({
    error: "Le fichier /a.pem n'existe pas.",
    remedy: remedyText({ key: "check-path", values: {} }, "fr"),
    exitCode: 78,
  });
});
