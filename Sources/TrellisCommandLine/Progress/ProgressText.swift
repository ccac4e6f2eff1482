/// The lines that show a status, and a shorter one for logs.
enum ProgressText {
    /// Returns up to three lines of at most `width` columns.
    ///
    /// - Parameter isUnicode: Whether the terminal shows more than ASCII.
    static func lines(_ status: SearchStatus, at time: Double, width: Int, isUnicode: Bool) -> [String] {
        var lines = [first(status, at: time, width: width, isUnicode: isUnicode)]
        if let candidates = candidates(status) { lines.append(candidates) }
        if let names = status.work?.runningNames, !names.isEmpty {
            lines.append("running " + names.joined(separator: ", "))
        }
        return lines.map { TerminalText.fitted(TerminalText.harmless($0), to: width, isUnicode: isUnicode) }
    }

    /// Returns one line without a bar: `12 s: searching, 43 %, about 16 s left, 21 of 36 candidates, best 0.9566: …`.
    static func log(_ status: SearchStatus, at time: Double) -> String {
        let share = status.share(at: time).map { ", \(percent($0))" } ?? ""
        let left = remaining(status, at: time).map { ", \($0)" } ?? ""
        let candidates = candidates(status).map { ", \($0)" } ?? ""
        return TerminalText.harmless(
            "\(duration(status.elapsed(at: time))): \(status.phrase)\(share)\(left)\(candidates)")
    }

    private static func first(
        _ status: SearchStatus, at time: Double, width: Int, isUnicode: Bool
    ) -> String {
        let elapsed = duration(status.elapsed(at: time))
        guard let share = status.share(at: time) else { return "\(status.phrase), \(elapsed)" }
        let times = [elapsed, remaining(status, at: time)].compactMap(\.self).joined(separator: ", ")
        let text = "  \(percent(share))  \(times)"
        let room = width - status.phrase.count - 1 - text.count
        guard room >= 8 else { return "\(status.phrase)\(text)" }
        return "\(status.phrase) \(bar(share, width: min(30, room), isUnicode: isUnicode))\(text)"
    }

    private static func bar(_ share: Double, width: Int, isUnicode: Bool) -> String {
        let full = Int((share * Double(width)).rounded(.down))
        return String(repeating: isUnicode ? "█" : "#", count: full)
            + String(repeating: isUnicode ? "░" : ".", count: width - full)
    }

    private static func candidates(_ status: SearchStatus) -> String? {
        guard status.candidates.total > 0 else { return nil }
        let count = "\(status.candidates.scored) of \(status.candidates.total) candidates"
        guard let best = status.best else { return count }
        let parameters = best.parameters.isEmpty ? "" : ": \(best.parameters)"
        return "\(count), best \(Numerals.score(best.score))\(parameters)"
    }

    private static func percent(_ share: Double) -> String {
        // The last percent is not reached before the end.
        "\(min(99, Int((share * 100).rounded(.down)))) %"
    }

    /// Estimates of the first two seconds, or of the first two percent, are not shown.
    private static func remaining(_ status: SearchStatus, at time: Double) -> String? {
        guard status.elapsed(at: time) >= 2, status.share(at: time) ?? 0 >= 0.02,
            let left = status.secondsLeft(at: time)
        else { return nil }
        return "about \(duration(max(1, left))) left"
    }

    /// Returns a duration in its two largest units: `12 s`, `3 min 20 s`, `2 h 5 min`.
    static func duration(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds < 1e9 else { return "unknown time" }
        let whole = Int(seconds.rounded())
        if whole < 60 { return "\(whole) s" }
        if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
        if whole < 86400 { return "\(whole / 3600) h \(whole % 3600 / 60) min" }
        return "\(whole / 86400) d \(whole % 86400 / 3600) h"
    }
}
