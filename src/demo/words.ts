/** What people of the demo company are called and what they write. */

export const givenNames: readonly string[] = [
  'Anna', 'Bjarne', 'Carla', 'David', 'Elin', 'Filip', 'Greta', 'Henrik', 'Ines', 'Jonas', 'Karin', 'Lars', 'Mette', 'Nuno', 'Oda', 'Pavel', 'Rita', 'Sven', 'Tove', 'Ulla', 'Viktor', 'Wanda', 'Yara', 'Zoltan', 'Amira', 'Bo', 'Clara', 'Diogo', 'Eva', 'Finn',
]
export const familyNames: readonly string[] = [
  'Aabel', 'Bergholt', 'Castro', 'Dahl', 'Eskildsen', 'Ferreira', 'Gram', 'Holmgaard', 'Iversen', 'Juhl', 'Kranz', 'Lindqvist', 'Moreira', 'Nygaard', 'Ostermann', 'Pinto', 'Rask', 'Solberg', 'Teixeira', 'Ulrich', 'Vang', 'Westphal', 'Ylmaz', 'Zander',
]

export const details: readonly string[] = [
  'It began this morning. Nothing was changed on my side.', 'Two colleagues have the same.', 'It worked yesterday.', 'It happens each time I try.', 'It comes and goes.', 'We work on paper meanwhile.', 'A truck is waiting.', 'I have restarted it already.',
]
export const questions: readonly string[] = [
  'Which container or booking is it, so that we can follow it?', 'Since when do you see it, and on which device?', 'Could you send the text of the message?', 'Does a colleague next to you see the same?', 'When could we look at your screen together?',
]
export const answers: readonly string[] = ['It is the one from this morning, on the machine at my desk.', 'A colleague sees it too.', 'Since about eight o’clock.', 'Yes, any time after lunch.', 'I have sent a picture of the message.']
export const wrongTeam: readonly string[] = ['Not ours: it works up to our side.', 'We see nothing wrong here; please look at your part.', 'This belongs to another team.', 'The cause seems to lie below us.']
export const restored: readonly string[] = ['The service was restarted.', 'A hanging process was ended.', 'Traffic was moved to the second node.', 'The queue was emptied and filled again.', 'The data was corrected by hand.']
export const repaired: readonly string[] = ['The cause was found and removed.', 'The faulty part was replaced.', 'A wrong setting was corrected for good.', 'The error in the program was repaired.', 'Limits were raised and are watched now.']
export const helped: readonly string[] = ['Shown how it is done.', 'The account was unlocked.', 'The right was given.', 'The device was set up again.', 'A setting was corrected together with the user.']
export const backAgain: readonly string[] = ['It is back.', 'The same again since this morning.', 'It worked for an hour only.', 'Not solved on my side.', 'It happens again with the next one.']
export const majorNews: readonly string[] = ['We know which part is affected and work on it.', 'A way around is being tried.', 'The first users can work again.', 'No change yet; two teams work on it.', 'A repair is being tested.']
export const noise: readonly (readonly [alertname: string, summary: string])[] = [
  ['DiskWillFillInFourDays', 'Disk will be full in four days'], ['HighCpu', 'CPU above 90 % for five minutes'], ['BackupSlow', 'Backup takes longer than usual'], ['CertificateExpiresSoon', 'Certificate expires in 30 days'], ['ProbeSlow', 'Probe took more than 2 seconds'],
]
