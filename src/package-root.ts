/** The package's own folder. This file stays one level below it, in the checkout and in `dist/`. */
import { fileURLToPath } from "node:url";

export const packageRoot = fileURLToPath(new URL("..", import.meta.url));
