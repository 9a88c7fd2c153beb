import { describe, expect, test } from 'vitest'
import { hasReal, realRows, realText } from '../../test/real.ts'
import { backTest, forecast, forecastMethods, mean, naive, seasonalNaive } from './forecast.ts'
import { holtWinters } from './holt-winters.ts'

// Monthly airline passengers, thousands, 1949 to 1960 (Box and Jenkins 1976, series G; `AirPassengers` of R).
const airPassengers = `112 118 132 129 121 135 148 148 136 119 104 118 115 126 141 135 125 149 170 170 158 133 114 140
145 150 178 163 172 178 199 199 184 162 146 166 171 180 193 181 183 218 230 242 209 191 172 194
196 196 236 235 229 243 264 272 237 211 180 201 204 188 235 227 234 264 302 293 259 229 203 229
242 233 267 269 270 315 364 347 312 274 237 278 284 277 317 313 318 374 413 405 355 306 271 306
315 301 356 348 355 422 465 467 404 347 305 336 340 318 362 348 363 435 491 505 404 359 310 337
360 342 406 396 420 472 548 559 463 407 362 405 417 391 419 461 472 535 622 606 508 461 390 432`.split(/\s+/).map(Number)

describe('Holt–Winters', () => {
  const published = { alpha: 0.2479595, beta: 0.0345373, gamma: 1, damping: 1 }

  test('gives what R gives for the airline passengers, with its parameters', () => {
    const fitted = holtWinters(airPassengers, 12, { smoothing: published })
    expect(fitted.squaredError).toBeCloseTo(21_860.18, 1)
    expect(fitted.level).toBeCloseTo(477.828, 2)
    expect(fitted.trend).toBeCloseTo(3.1276, 3)
    const effects = [-27.458, -54.693, -20.175, 12.919, 18.873, 75.294, 152.888, 134.613, 33.778, -18.379, -87.773, -45.828]
    fitted.seasonal.forEach((effect, i) => { expect(Math.abs(effect - (effects[i] ?? 0))).toBeLessThan(0.002) })
    expect([1, 2, 3].map((steps) => Number(fitted.predict(steps).toFixed(2)))).toEqual([453.5, 429.39, 467.04])
  })

  test('finds parameters as good as those', () => {
    const fitted = holtWinters(airPassengers, 12)
    expect(fitted.squaredError).toBeLessThan(21_860.18 * 1.0005)
    expect(fitted.smoothing.alpha).toBeCloseTo(published.alpha, 1)
  })

  test('lets a damped trend fade', () => {
    const fitted = holtWinters(airPassengers, 12, { smoothing: { ...published, damping: 0.9 } })
    const year = fitted.predict(13) - fitted.predict(1)
    expect(year).toBeGreaterThan(0)
    expect(fitted.predict(121) - fitted.predict(109)).toBeLessThan(year / 1000)
  })

  test('goes over a gap by what it expected', () => {
    const [withGap, expected] = [holtWinters(airPassengers, 12, { smoothing: published }), holtWinters(airPassengers, 12, { smoothing: published })]
    withGap.update(Number.NaN)
    expected.update(expected.predict(1))
    expect(withGap.predict(1)).toBeCloseTo(expected.predict(1), 9)
  })

  test('refuses less than two seasons', () => {
    expect(() => holtWinters(airPassengers.slice(0, 23), 12)).toThrow(RangeError)
  })
})

describe('a forecast', () => {
  test('of the airline passengers uses the season and beats "as a year ago"', () => {
    const made = forecast(airPassengers, { season: 12, horizon: 12 })
    if (made.kind === 'refused') throw new Error(made.reason)
    expect(made.method).toMatch(/Holt–Winters/)
    expect(made.mase).toBeLessThan(1)
    expect(made.steps).toHaveLength(12)
    for (const { expected, intervals } of made.steps) {
      expect(Number.isFinite(expected)).toBe(true)
      expect(intervals.map((i) => i.level)).toEqual([0.5, 0.8, 0.95])
      expect(intervals.map((i) => i.high - i.low)).toEqual(intervals.map((i) => i.high - i.low).toSorted((a, b) => a - b))
    }
  })

  test.each([
    ['two seasons are not enough to test on', airPassengers.slice(0, 30), 'two seasons of 12'],
    ['no value at all', [], 'two seasons of 12'],
    ['gaps where nothing is known yet', [Number.NaN, ...airPassengers], 'first season has gaps'],
  ])('is refused: %s', (_, values, reason) => {
    expect(forecast(values, { season: 12, horizon: 12 })).toMatchObject({ kind: 'refused', reason: expect.stringContaining(reason) })
  })

  test('bridges a gap later on', () => {
    const made = forecast(airPassengers.map((v, i) => (i === 77 ? Number.NaN : v)), { season: 12, horizon: 3 })
    expect(made).toMatchObject({ kind: 'forecast' })
  })

  test('of what repeats exactly is exact', () => {
    const made = forecast(Array.from({ length: 60 }, (_, i) => i % 6), { season: 6, horizon: 6 })
    expect(made).toMatchObject({ kind: 'forecast', mase: 0, steps: [0, 1, 2, 3, 4, 5].map((expected) => ({ expected })) })
  })
})

test('a back-test never sees what it forecasts', () => {
  const values = [...airPassengers.slice(0, 100), ...airPassengers.slice(100).map((v) => v * 10)]
  const until = (n: number): number => backTest(seasonalNaive, values.slice(0, n), { season: 12, horizon: 1, from: 90 }).errors[0]?.length ?? 0
  expect([until(95), until(100)]).toEqual([5, 10])
  expect(backTest(naive, [1, 2, 4, 7], { season: 1, horizon: 1, from: 2 }).errors.map((e) => [...e])).toEqual([[2, 3]])
})

describe.skipIf(!hasReal('nab'))('metrics of real systems (real data)', () => {
  const figures = JSON.parse(hasReal('figures/nab.dev.json') ? realText('figures/nab.dev.json') : '{"per_file":{}}') as
    { per_file: Record<string, { step_s: number; forecast_last20pct?: { test_points: number; mae_last_value: number; mae_same_time_yesterday: number; mae_same_time_last_week?: number; mae_mean_of_first80pct: number } }> }

  test('one step ahead the baselines give the reference figures, and the method chosen on the first part is better than the best of them', () => {
    const ratios: number[] = []
    for (const [file, { step_s, forecast_last20pct: bar }] of Object.entries(figures.per_file)) {
      if (bar === undefined) continue
      const values = realRows(`nab/data/${file}.gz`).map((r) => Number(r['value']))
      const from = values.length - bar.test_points
      const season = Math.round(86_400 / step_s)
      const test = (method: typeof mean): number => backTest(method, values, { season, horizon: 1, from }).mae
      expect(Math.abs(test(naive) / bar.mae_last_value - 1), file).toBeLessThan(1e-4)
      if (file.startsWith('realTweets')) continue // five long ones: the rest says the same in a fifth of the time
      const tuneFrom = Math.max(2 * season, Math.floor(from * 0.7))
      const chosen = forecastMethods.map((method) => ({ method, mae: backTest(method, values.slice(0, from), { season, horizon: 1, from: tuneFrom }).mae })).reduce((a, b) => (b.mae < a.mae ? b : a)).method
      const best = Math.min(bar.mae_last_value, bar.mae_same_time_yesterday, bar.mae_same_time_last_week ?? Infinity, bar.mae_mean_of_first80pct)
      ratios.push(best === 0 ? 1 : test(chosen) / best)
    }
    expect(ratios.length).toBeGreaterThan(0)
    expect(Math.exp(ratios.reduce((sum, r) => sum + Math.log(r), 0) / ratios.length)).toBeLessThan(1)
  }, 120_000)
})
