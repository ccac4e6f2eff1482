extension UnsafeMutableBufferPointer {
    /// Exchanges the elements of a range until none before a place has a larger key than those from the place on.
    ///
    /// Quickselect (C. A. R. Hoare, "Algorithm 65: find", Communications of the ACM 4(7), 1961) with the median of three
    /// elements as pivot. If many partitions were uneven, sorts the rest.
    ///
    /// - Complexity: O(n) for most orders; O(n log n) for all.
    @inline(__always)
    func select(_ place: Int, in range: Range<Int>, by key: (Element) -> Double) {
        var (first, last) = (range.lowerBound, range.upperBound - 1)
        var partitions = 2 * (Int.bitWidth - range.count.leadingZeroBitCount)
        while first < last {
            guard partitions > 0 else {
                var rest = UnsafeMutableBufferPointer(rebasing: self[first...last])
                rest.sort { key($0) < key($1) }
                return
            }
            partitions -= 1
            let (one, other) = (key(self[first]), key(self[last]))
            let pivot = Swift.max(
                Swift.min(one, other), Swift.min(Swift.max(one, other), key(self[(first + last) / 2])))
            var (up, down) = (first, last)
            while up <= down {
                while key(self[up]) < pivot { up += 1 }
                while key(self[down]) > pivot { down -= 1 }
                guard up <= down else { break }
                swapAt(up, down)
                up += 1
                down -= 1
            }
            if place <= down { last = down } else if place >= up { first = up } else { return }
        }
    }
}
