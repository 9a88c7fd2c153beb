/** Which words tell one trouble from another, and which every text about a trouble has. Pure. */

/** Words of grammar and of any trouble, in English and German: what people write here besides names. Other languages are told by rarity alone. */
const general: ReadonlySet<string> = new Set([
  // English grammar
  'a', 'about', 'above', 'after', 'again', 'all', 'also', 'always', 'am', 'an', 'and', 'any', 'anybody', 'anyone', 'anything', 'are', 'as', 'at', 'back', 'be', 'because', 'been', 'before', 'being', 'below', 'between', 'both', 'but', 'by', 'can', "can't", 'cannot',
  'could', 'did', 'do', 'does', "doesn't", 'doing', "don't", 'down', 'during', 'each', 'either', 'else', 'even', 'ever', 'every', 'everybody', 'everyone', 'everything', 'few', 'first', 'for', 'from', 'get', 'gets', 'give', 'given', 'go', 'goes', 'going', 'had', 'has', 'have', 'having',
  'he', 'hello', 'her', 'here', 'hi', 'him', 'his', 'how', 'i', 'if', 'in', 'into', 'is', "isn't", 'it', 'its', 'just', 'last', 'like', 'many', 'may', 'me', 'might', 'more', 'most', 'much', 'must', 'my', 'near', 'never', 'new', 'next', 'no', 'nobody', 'none', 'nor', 'not', 'nothing', 'now', 'of', 'off', 'often',
  'old', 'on', 'once', 'one', 'only', 'onto', 'or', 'other', 'others', 'our', 'ours', 'out', 'over', 'own', 'per', 'please', 'same', 'say', 'says', 'second', 'see', 'seen', 'she', 'should', 'since', 'so', 'some', 'somebody', 'someone', 'something', 'sometimes', 'still', 'such', 'take', 'taken', 'than', 'thanks',
  'that', 'the', 'their', 'them', 'then', 'there', 'these', 'they', 'this', 'those', 'three', 'through', 'to', 'today', 'too', 'two', 'under', 'until', 'up', 'us', 'very', 'was', 'way', 'we', 'well', 'were', 'what', 'when', 'where', 'which', 'while', 'who', 'whole', 'why', 'will', 'with',
  'within', 'without', "won't", 'would', 'yesterday', 'yet', 'you', 'your',
  // English words of any trouble
  'broken', 'came', 'come', 'comes', 'day', 'days', 'error', 'errors', 'fail', 'failed', 'failing', 'fails', 'failure', 'failures', 'fault', 'happen', 'happens', 'hour', 'hours', 'incident', 'issue', 'issues', 'known', 'longer', 'minute', 'minutes', 'morning', 'night', 'problem', 'problems',
  'show', 'shows', 'side', 'slow', 'start', 'started', 'starts', 'stop', 'stopped', 'stops', 'system', 'time', 'times', 'trouble', 'try', 'use', 'used', 'user', 'users', 'work', 'worked', 'working', 'works', 'wrong',
  // German grammar
  'aber', 'alle', 'alles', 'als', 'am', 'an', 'auch', 'auf', 'aus', 'bei', 'beim', 'bin', 'bis', 'bitte', 'da', 'dann', 'das', 'dass', 'dem', 'den', 'der', 'des', 'die', 'dies', 'diese', 'dieser', 'dieses', 'doch', 'durch', 'ein', 'eine', 'einem', 'einen', 'einer', 'eines', 'er', 'es', 'für', 'hallo', 'hat',
  'haben', 'heute', 'hier', 'ich', 'ihr', 'im', 'immer', 'ins', 'ist', 'kann', 'kein', 'keine', 'können', 'man', 'mehr', 'mein', 'meine', 'mit', 'nach', 'nicht', 'nichts', 'noch', 'nun', 'nur', 'oder', 'ohne', 'schon', 'sehr', 'seit', 'sich', 'sie', 'sind', 'so', 'über', 'um', 'und', 'uns', 'unter', 'vom', 'von', 'vor',
  'war', 'was', 'wegen', 'wenn', 'werden', 'wie', 'wieder', 'wir', 'wird', 'wo', 'wurde', 'zu', 'zum', 'zur',
  // German words of any trouble
  'ausfall', 'ausgefallen', 'defekt', 'fehler', 'fehlgeschlagen', 'funktioniert', 'geht', 'gehen', 'kommt', 'langsam', 'läuft', 'problem', 'probleme', 'störung', 'system',
])

/** Signs of Chinese, Japanese and Korean are words by themselves. */
const ideograph = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u
const shortest = 3

/** Whether a word, in small letters, can tell one trouble from another. How many texts have it is for the caller to ask. */
export const isTelling = (word: string): boolean => !general.has(word.replaceAll('’', "'")) && (word.length >= shortest || ideograph.test(word) || /\d/.test(word))
