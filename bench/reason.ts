/** Why a target is missed and what the machine allows at most: what was established by measuring, printed under the table for each row that misses. */

interface Reason {
  /** Beginning of the row's name. */
  readonly row: string
  readonly why: string
  /** What stands in the way physically, and where that leaves the target. */
  readonly limit: string
}

export const reasons: readonly Reason[] = [
  {
    row: 'create an incident through the API',
    why: 'A create costs about 2.8 CPU-milliseconds of program and database together (1.4 each), reactions included: the HTTP request with its checks and answer, a row of some 50 columns under row-level security with its indexes, the sealed journal row, the search entry, two computed clocks with their timer, and the reading of all this by the reactions. The raw transaction writes 3 narrow rows with 4 indexes, checks nothing, computes nothing and answers nobody: about 0.6 CPU-milliseconds.',
    limit: 'Two cores give 2,000 CPU-milliseconds a second, and the load’s own client needs a part of them. At 0.3 of raw a create with everything may cost 2. Commits are no longer the limit: several creates share one.',
  },
  {
    row: 'the same against Request Tracker',
    why: 'The same cost as in the row above: 200 times its 2.1 a second are 420 a second, on two cores that also carry the load’s client and the reactions. Request Tracker was not installed beside us (a web server, Perl modules and a database of its own); its figure was measured on a machine of the same kind with nothing else running, so the ratio falls with whatever else runs here.',
    limit: 'On two otherwise idle cores 2.8 CPU-milliseconds allow some 600 a second, with what the client needs.',
  },
  {
    row: 'create an incident through the door',
    why: 'On a machine with idle cores it is reached (0.32 to 0.38). The database does the work: one statement writes an incident of some 50 columns with its indexes, a sealed journal row, a search entry and a job under row-level security, where the raw transaction writes three narrow rows.',
    limit: 'A hundred creates in one commit take 0.25 to 0.4 milliseconds each, which is what the work itself costs without waiting for the disk.',
  },
  {
    row: 'the same, 99th of a hundred',
    why: 'From the POST to the webhook there are four durable commits one after the other (event, alert, incident, delivery), the last three each announced to a worker that then begins; nothing is told from memory, so a crash between two of them loses nothing.',
    limit: 'The median shows what the way costs; the 99th shows a neighbour on the same two cores taking one of them for a time slice of the scheduler several times on the way.',
  },
  {
    row: 'start to answering, warm',
    why: 'Half of it is loading some 230 source files and the libraries (0.3 s of CPU with the compile cache, as the launcher uses it), the other half PostgreSQL’s own start, the check of the migrations and the reading of what intake remembers.',
    limit: 'PostgreSQL takes 0.1 s of it on an idle machine; the rest is CPU time, so it grows with whatever else runs on the cores.',
  },
]

/** The reason that belongs to a row, if one is established. */
export const reasonOf = (what: string): Reason | undefined => reasons.find((r) => what.startsWith(r.row))
