/** What causes of failure are when they are understood: by category, in the words that a problem keeps. */

export interface Understood {
  readonly cause: string
  readonly evidence: string
  readonly workaround: string
  readonly solution: string
}

const of = (cause: string, evidence: string, workaround: string, solution: string): Understood => ({ cause, evidence, workaround, solution })

/** Several for each category; any other is like an application. */
export const understood: Readonly<Record<string, readonly Understood[]>> = {
  Network: [
    of('After a restart a port settles for the wrong speed.', 'The log of the switch shows 100 Mbit/s after each restart.', 'Set the port to 1000 Mbit/s by hand.', 'Fix the speed of the port and update the firmware'),
    of('Two access points share a channel and drown each other.', 'The spectrum at the quay at noon.', 'Switch off the second access point of the block.', 'Plan the channels of the block anew'),
  ],
  Capacity: [
    of('Connections are opened and never given back.', 'Their number rises by forty an hour and falls at each restart.', 'Restart the pool.', 'Give connections back and limit the pool'),
    of('Old snapshots are never removed.', 'The oldest is of last year.', 'Remove the oldest three snapshots.', 'Remove snapshots after seven days'),
  ],
  Database: [of('A nightly job holds a lock while it waits for its input.', 'The list of locks at 02:10 in four nights.', 'End the waiting session of the job.', 'Read the input before the lock is taken')],
  Integration: [
    of('A message that cannot be read stops all behind it.', 'The first message of the queue is the same each time.', 'Take the first message out by hand.', 'Put what cannot be read aside'),
    of('The other side closes the session after an hour and says nothing.', 'A trace of the line.', 'Open the session again.', 'Send a sign of life every ten minutes'),
  ],
  Data: [of('Two updates of one minute overwrite each other.', 'Both stand in the log with the same version.', 'Enter the value again.', 'Refuse an update of what has changed meanwhile')],
  Equipment: [of('Moisture in the plug of the antenna.', 'The plug, opened.', 'Dry the plug and close it again.', 'Replace the plugs of the row by sealed ones')],
  Hardware: [of('A memory module reports errors and is not switched off.', 'The log of the controller.', 'Move the load to another host.', 'Replace the module')],
  Access: [of('The copy of the directory falls behind under load.', 'It is 40 minutes old each Monday morning.', 'Start the copy by hand.', 'Copy changes instead of everything')],
  Facility: [of('A filter is full and no one is told.', 'The filter, taken out.', 'Open the second flap.', 'Replace the filter and watch its pressure')],
  Change: [of('A setting of the last release is wrong under load.', 'The failures begin with that release.', 'Set the old value.', 'Correct the setting with a test of its load')],
  Application: [
    of('A list is read whole where a page would do.', 'The slow query at each failure.', 'Close the second window of the list.', 'Read the list by pages'),
    of('A timer of the shift change starts twice.', 'Both starts stand in the log.', 'Restart the worker after six.', 'Let the timer start once'),
  ],
}
