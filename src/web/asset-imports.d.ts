/** The path of a file of `assets/`, for imports with { type: "file" }. */
declare module "#assets/*" {
  const path: string;
  export default path;
}
