import ChunkedTables
import Foundation
import LocalScheduling
import Tabular
import TaskGraph
import Testing

/// Errors name the file, the line and the column, or the character of an expression.
@Suite struct ErrorTests {
    @Test func cellsOfAnotherKindNameTheLine() async throws {
        // The sample is of the beginning; the quoted newline counts as a line.
        let text = "a,b\n1,\"x\ny\"\n" + (0..<100).map { "\($0),y\n" }.joined()
        try await withFile(text + "oops,y\n7,z\n" + (0..<100).map { "\($0),y\n" }.joined()) { path in
            // A sample that is one row long.
            let table = try ChunkedTable(
                csv: path, options: ReadingOptions(types: ["a": .number]), chunkBytes: 50)
            for scheduler in [SerialScheduler() as any Scheduler, ThreadedScheduler(workers: 2)] {
                let error = await #expect(throws: TabularError.self) {
                    try await table.aggregated(.sum("a")).compute(on: scheduler)
                }
                #expect(
                    error?.description == "\(path):104:a: the column must contain numbers, but found 'oops'")
            }
        }
    }

    @Test func filesThatChangeAreErrors() async throws {
        let text = "a\n" + (0..<1000).map { "\($0)\n" }.joined()
        try await withFile(text) { path in
            let table = try ChunkedTable(csv: path, chunkBytes: 100)
            let changed = "\(path): cannot be read: the file has changed since it was opened; open it again"
            try write(text + "1\n", to: path)
            for change in [text + "1\n", String(text.dropLast(100))] {
                try write(change, to: path)
                let error = await #expect(throws: TabularError.self) {
                    try await table.compute(on: SerialScheduler())
                }
                #expect(error?.description == changed)
            }
            try FileManager.default.removeItem(atPath: path)
            await #expect(throws: TabularError.fileNotFound(path: path)) {
                try await table.compute(on: SerialScheduler())
            }
        }
    }

    @Test(arguments: [
        ("fare >", 7, "found the end, expected a column, a number, a text or a function"),
        ("fare > > 2", 8, "found '>', expected a column, a number, a text or a function"),
        ("(fare > 2", 10, "found the end, expected ')'"),
        ("fare = 2", 6, "'=' is not an operator; use '=='"),
        ("fare > 2 && tip > 1", 10, "'&&' is not an operator; use 'and'"),
        ("1 < fare < 2", 10, "comparisons cannot be chained; join two of them by 'and'"),
        ("é + hours(x)", 5, "there is no function 'hours'; did you mean 'hour'?"),
        ("contains(x)", 1, "contains has 2 operands, but found 1"),
        ("'open", 1, "the text has no closing quote"),
        ("2fast", 1, "'2fast' is not a number; names that begin with a digit are put in backticks"),
        ("a # b", 3, "'#' is not part of the syntax"),
        ("a b", 3, "found 'b', expected an operator or the end"),
        ("x is 3", 6, "found '3', expected 'missing'"),
    ]) func syntaxErrorsNameTheCharacter(text: String, place: Int, problem: String) {
        #expect(throws: ChunkedTableError.syntax(text: text, at: place, problem: problem)) {
            try ColumnExpression(parsing: text)
        }
    }

    @Test func deepExpressionsAreErrors() {
        let deep = String(repeating: "(", count: 100_000)
        #expect(throws: ChunkedTableError.self) { try ColumnExpression(parsing: deep) }
    }

    @Test(arguments: [
        ("fare + zone", "in 'fare + zone', 'zone' is a text; expected a number"),
        ("fare == 'x'", "in 'fare == 'x'', ''x'' is a text; expected a number"),
        (
            "pickup > 'noon'",
            "in 'pickup > 'noon'', 'noon' is compared with dates; expected a date such as 2024-03-31"
        ),
        ("hour(fare)", "in 'hour(fare)', 'fare' is a number; expected a date"),
        ("fares + 1", "there is no column 'fares'; did you mean 'fare'?"),
        ("contains(zone, zone)", "in 'contains(zone, zone)', 'zone' is a text; expected a text in quotes"),
    ]) func typesAreChecked(text: String, message: String) async throws {
        try await withFile("fare,zone,pickup\n1,a,2024-01-01\n") { path in
            let table = try ChunkedTable(csv: path)
            let error = #expect(throws: ChunkedTableError.self) {
                try table.with("x", ColumnExpression(parsing: text))
            }
            #expect(error?.description == message)
        }
    }

    @Test func usesOfColumnsAreChecked() async throws {
        try await withFile("fare,zone\n1,a\n") { path in
            let table = try ChunkedTable(csv: path)
            #expect(throws: ChunkedTableError.notACondition(expression: "fare", found: "a number")) {
                try table.filter { $0.fare }
            }
            #expect(
                throws: ChunkedTableError.statisticKind(
                    statistic: "mean", column: "zone", found: "a text", expected: "numbers or dates")
            ) { try table.aggregated(.mean("zone")) }
            #expect(throws: ChunkedTableError.noStatistics) { try table.grouped(by: "zone").aggregated([]) }
            #expect(throws: ChunkedTableError.duplicateColumn(name: "zone")) {
                try table.select(["zone", "zone"])
            }
            #expect(throws: ChunkedTableError.self) { try table.select(["fare"]).filter { $0.zone == "a" } }
        }
    }

    @Test func descriptionsAreParsedAgain() throws {
        let texts = [
            "a + b * c", "(a + b) * c", "a - (b - c)", "-a ** 2", "(-a) ** 2", "a ** b ** c",
            "not (a and b) or c",
            "`a b` is missing", "x in ('it''s', \"two\")", "a // 2 % 3",
            "contains(lower(t), 'x') and y != 1.5e-7",
        ]
        for text in texts {
            let once = try ColumnExpression(parsing: text).description
            #expect(try ColumnExpression(parsing: once).description == once)
        }
        #expect(try ColumnExpression(parsing: "a - (b - c) * -2").description == "a - (b - c) * -2")
    }
}
