/** The languages for which `init` writes an adapter; `stdio` is any other one. */
export const initKinds = ["python", "typescript", "javascript", "stdio"] as const;
export type InitKind = (typeof initKinds)[number];
