/** What was seen of each subject, in a few words: for those that are well. */
import type { Facts, Words } from "../../findings/check.ts";
import type { Subject } from "../../findings/findings.ts";
import { doctorMessages } from "../../messages/doctor.ts";

/** Undefined where it was not looked at. `now` in milliseconds since 1970. */
export function summaryOf(subject: Subject, facts: Facts, now: number, words: Words): string | undefined {
  const { seen } = doctorMessages[words.language];
  const { health = { at: now } } = facts;
  const { server, service, config, folder, store, volume, memory, time, names, ports, content, backups } = health;
  switch (subject) {
    case "server":
      if (facts.version !== undefined) return seen.running(facts.version, words.age(now - (facts.started ?? now)));
      return server && (server.state === "silent" ? seen.silent : seen.stopped);
    case "service":
      if (service?.state !== "installed") return undefined;
      return service.isEnabled ? seen.enabled : seen.installed;
    case "configuration":
      return config?.state === "right" ? seen.right((facts.domains ?? []).join(", ")) : undefined;
    case "home":
      return folder?.state === "there" ? seen.folder : undefined;
    case "store":
      if (!store || store.isMissing) return store && seen.none;
      return store.integrity === "whole"
        ? seen.database(words.size(store.bytes))
        : seen.databaseSize(words.size(store.bytes));
    case "disk": {
      const { fileSystem, disk, sync } = volume ?? {};
      const free = facts.disk?.free ?? volume?.free;
      return listed([
        free === undefined ? undefined : seen.free(words.size(free)),
        fileSystem && (disk ? seen.onDisk(fileSystem, disk) : seen.of(fileSystem)),
        sync && seen.sync(sync.usual),
      ]);
    }
    case "memory":
      return memory?.available === undefined || memory.total === undefined
        ? undefined
        : seen.memory(words.size(memory.available), words.size(memory.total));
    case "clock":
      return listed([time?.isSynchronized ? seen.clockSet : undefined, time?.off && seen.clockSame(time.off.who)]);
    case "certificate":
      if (facts.certificate) return seen.certificate(words.day(facts.certificate.notAfter));
      return config?.state === "right" ? seen.none : undefined;
    case "names":
      if (names) return seen.records(names.right, names.records);
      return config?.state === "right" ? seen.noNames : undefined;
    case "ports": {
      if (!ports?.length) return undefined;
      const count = (state: string): number => ports.filter((port) => port.state === state).length;
      return facts.version === undefined ? seen.freePorts(count("free")) : seen.ports(count("open"));
    }
    case "servers":
      return facts.servers === undefined ? undefined : seen.servers(facts.servers);
    case "people":
      return content?.accounts === undefined ? undefined : seen.people(content.accounts, content.administrators ?? 0);
    case "phones":
      return content ? seen.phones : undefined;
    case "backups":
      if (backups?.written !== undefined) return seen.backup(words.day(backups.written));
      return backups && !backups.isOff ? seen.none : undefined;
    case "log":
      return facts.version === undefined ? undefined : seen.noErrors;
  }
}

const listed = (parts: readonly (string | undefined)[]): string | undefined =>
  parts.filter((part) => part !== undefined && part !== "").join(", ") || undefined;
