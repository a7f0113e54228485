using System.Text.Encodings.Web;
using BangVang.Web.Kernel;
using Shouldly;
using Xunit;

namespace BangVang.Web.Tests.Kernel;

public sealed class IntervalPlotTests
{
    [Fact]
    public void Long_labels_are_cut_so_that_none_are_alike()
    {
        string[] labels = ["Sản phẩm công nghệ số xuất sắc cho kinh tế số", "Sản phẩm công nghệ số xuất sắc cho xã hội số", "Một tên dài khác hẳn hai tên kia và không vừa", "Ngắn"];
        var svg = new IntervalPlot("p", "Hình", "Mô tả", [.. labels.Select((l, n) => new PlotRow(l, n, null, null, $"{n}"))], n => $"{n}").ToSvg(HtmlEncoder.Create(System.Text.Unicode.UnicodeRanges.All));
        svg.ShouldContain(">…nghệ số xuất sắc cho kinh tế số<");
        svg.ShouldContain(">…nghệ số xuất sắc cho xã hội số<");
        svg.ShouldContain(">Một tên dài khác hẳn hai tên kia…<");
        svg.ShouldContain(">Ngắn<");
    }
}
