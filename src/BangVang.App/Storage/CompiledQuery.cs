using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore.Metadata;

namespace BangVang.App.Storage;

/// <summary>
/// A query that nearly every request asks, translated once and not looked up again. Kept by model: two engines in one process,
/// as in the tests, translate it each for itself.
/// </summary>
/// <param name="compile">Calls <c>EF.CompileAsyncQuery</c>.</param>
internal sealed class CompiledQuery<TQuery>(Func<TQuery> compile) where TQuery : Delegate
{
    private readonly ConditionalWeakTable<IModel, TQuery> byModel = [];

    public TQuery On(BangVangDb db) => byModel.GetValue(db.Model, _ => compile());
}
