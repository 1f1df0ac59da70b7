/** Which of the executables of a release is for this machine. */
import { readFileSync } from "node:fs";

/** "linux-arm64-musl", as in installer/compile.ts. */
export function thisTarget(
  platform: NodeJS.Platform = process.platform,
  arch: string = process.arch,
  isMusl: () => boolean = usesMusl,
): string {
  const name = platform === "win32" ? "windows" : platform;
  return platform === "linux" && isMusl() ? `${name}-${arch}-musl` : `${name}-${arch}`;
}

/** Whether the C library that this process has loaded is musl. */
function usesMusl(): boolean {
  try {
    return readFileSync("/proc/self/maps", "utf8").includes("/ld-musl-");
  } catch {
    return false;
  }
}
