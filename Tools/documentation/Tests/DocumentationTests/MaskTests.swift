import Testing

@testable import Documentation

@Suite struct MaskTests {
    @Test(arguments: [
        ("ran in 1.25 s on 2 workers", "ran in 12 ms on 2 workers"),
        ("load 3ms, total 1.5 s", "load 2.25ms, total 1 s"),
        ("speed-up  1.90×", "speed-up 10.2×"),
        ("peak 85.2 MB", "peak 1.1 GB"),
    ])
    func measurementsAreEqual(_ pair: (String, String)) throws {
        #expect(try Mask.lines([pair.0], isTimed: false) == Mask.lines([pair.1], isTimed: false))
    }

    @Test(arguments: [
        ("accuracy 0.95", "accuracy 0.96"),
        ("ran in 1.25 s on 2 workers", "ran in 1.25 s on 4 workers"),
        ("5 splits", "6 splits"),
        ("a  b", "a b"),
    ])
    func whatIsNoMeasurementIsNot(_ pair: (String, String)) throws {
        #expect(try Mask.lines([pair.0], isTimed: false) != Mask.lines([pair.1], isTimed: false))
    }

    @Test func roundingErrorsAreEqual() throws {
        func isEqual(_ one: String, _ other: String) throws -> Bool {
            try Mask.lines([one], isTimed: false) == Mask.lines([other], isTimed: false)
        }
        #expect(try isEqual("B,19.935351979643837,x", "B,19.935351979646803,x"))
        #expect(try isEqual("-0.0015759710763083024", "-0.001575971076308302"))
        #expect(try isEqual("1.234567890123e-10", "1.234567890124e-10"))
        #expect(try !isEqual("19.935351979643837", "19.935352979643837"))
        #expect(try !isEqual("0.95660001", "0.95660002"))
        #expect(try !isEqual("15.75971076308302", "-15.75971076308302"))
    }

    @Test func inATimedBlockDecimalsAreMeasurements() throws {
        let lines = ["serial     12.50  1.00", "-----------------"]
        let others = ["serial  9.75  1.00", "--------------"]
        #expect(try Mask.lines(lines, isTimed: true) == Mask.lines(others, isTimed: true))
        #expect(try Mask.lines(["tasks 12"], isTimed: true) != Mask.lines(["tasks 13"], isTimed: true))
    }
}
