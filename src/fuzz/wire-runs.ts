/** The number of random cases on the wire where nobody names one: each takes the time of a process. */
export const wireRuns = 200;
